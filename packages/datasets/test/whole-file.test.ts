import { truncateSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLines, readWholeFile } from '../src/files/whole-file.ts'
import { fileOf, temporaryFolder } from './files.ts'

test('reads bytes, and lines without empty ones', async () => {
  const file = fileOf(Buffer.from('cat\r\n\n dog\n\n'))
  expect((await readWholeFile(file)).length).toBe(12)
  expect(await readLines(file)).toEqual(['cat', 'dog'])
})

test('refuses what is too large, missing or a folder, before it takes memory', async () => {
  const file = fileOf(Buffer.alloc(0))
  truncateSync(file, 2 ** 28 + 1)
  await expect(readWholeFile(file)).rejects.toThrow(
    /has 268435457 bytes, more than any file of its kind/,
  )
  const folder = temporaryFolder()
  await expect(readWholeFile(folder)).rejects.toThrow(/is not a file/)
  await expect(readWholeFile(join(folder, 'none'))).rejects.toThrow(/none: does not exist/)
})
