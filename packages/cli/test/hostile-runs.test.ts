import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examineCheckpoints } from '../src/doctor/examine-checkpoints.ts'

const sumOf = (text: string) => createHash('sha256').update(text).digest('hex')

/** What is found in a checkpoint with the file `own` and such checksums, two folders below the file `outside`. */
async function problemWith(...sums: readonly string[]): Promise<string | undefined> {
  const outside = mkdtempSync(join(tmpdir(), 'deepauc-hostile-'))
  writeFileSync(join(outside, 'outside'), 'secret')
  const folder = join(outside, 'checkpoints')
  mkdirSync(join(folder, '000001-step-1'), { recursive: true })
  writeFileSync(join(folder, '000001-step-1', 'own'), 'content')
  writeFileSync(join(folder, '000001-step-1', 'SHA256SUMS'), `${sums.join('\n')}\n`)
  const [found] = await examineCheckpoints(folder)
  return found?.problem
}

test('doctor reads the files of a checkpoint and no others, whatever its checksums name', async () => {
  const own = `${sumOf('content')}  own`
  expect(await problemWith(own)).toBeUndefined()
  expect(await problemWith(`${sumOf('secret')}  own`)).toBe('own is not what was saved')
  for (const name of ['../../outside', 'x/../../../outside', '..\\..\\outside', '/dev/zero'])
    expect(await problemWith(own, `${sumOf('secret')}  ${name}`)).toBe('SHA256SUMS is damaged')
})
