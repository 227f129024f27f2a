import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readSafetensors } from '../src/index.ts'
import { openSafetensorsFile } from '../src/node.ts'
import { bytesOf, fileOf, names, pathOf, plain } from './files.ts'

const folder = mkdtempSync(join(tmpdir(), 'deepauc-safetensors-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fileWith = (bytes: Uint8Array, name: string) => {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

test.each(names)('reads the tensors of a file one by one: %s', async (name) => {
  const whole = readSafetensors(bytesOf(name))
  const file = await openSafetensorsFile(pathOf(name))
  expect(file.metadata).toEqual(whole.metadata)
  const tensors = new Map()
  for (const key of file.entries.keys()) tensors.set(key, await file.read(key))
  expect(plain({ tensors })).toEqual(plain(whole))
  await file.close()
})

test('reads a small tensor from the end of a file of 5 GiB', async () => {
  const huge = 5 * 2 ** 30
  const header = JSON.stringify({
    huge: { dtype: 'U8', shape: [huge], data_offsets: [0, huge] },
    small: { dtype: 'I16', shape: [2], data_offsets: [huge, huge + 4] },
  })
  const start = fileOf(header)
  const path = fileWith(start, 'huge')
  truncateSync(path, start.length + huge + 4)
  const handle = openSync(path, 'r+')
  writeSync(handle, Buffer.from([1, 0, 2, 0]), 0, 4, start.length + huge)
  closeSync(handle)
  const before = process.memoryUsage().arrayBuffers
  const file = await openSafetensorsFile(path)
  expect((await file.read('small')).data).toEqual(Int16Array.of(1, 2))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  await file.close()
})

test('names the file in its errors, and closes it', async () => {
  const path = fileWith(fileOf('{}', 1), 'bad')
  const open = () => readdirSync('/proc/self/fd').length
  const before = process.platform === 'linux' ? open() : 0
  await expect(openSafetensorsFile(path)).rejects.toMatchObject({
    message: `${path}: goes on after its last tensor (byte 10)`,
    file: path,
    offset: 10,
  })
  if (process.platform === 'linux') expect(open()).toBe(before)
  await expect(openSafetensorsFile(folder)).rejects.toThrow(`${folder}: is not a file`)
  await expect(openSafetensorsFile(join(folder, 'none'))).rejects.toMatchObject({ code: 'ENOENT' })
})

test('says so where a file has become shorter', async () => {
  const path = fileWith(bytesOf('numpy'), 'short')
  const file = await openSafetensorsFile(path)
  const { begin } = file.entries.get('f4')!
  truncateSync(path, begin + 3)
  await expect(file.read('f4')).rejects.toThrow(
    `${path}: gave 3 bytes instead of 16 (tensor "f4", byte ${begin})`,
  )
  await file.close()
})

test('nothing else needs Node', () => {
  const sources = join(import.meta.dirname, '../src')
  const needy = readdirSync(sources).filter((name) =>
    /node:|\bBuffer\b|\bprocess\b|node\.ts/.test(readFileSync(join(sources, name), 'utf8')),
  )
  expect(needy).toEqual(['node.ts'])
})
