import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Recipe } from '../src/index.ts'
import { identify, type RunIdentity, runFiles } from '../src/run-files.ts'

const environment = {
  ...{ machine: 'a', commit: 'b', backend: 'tensorflow', threads: 2 },
  ...{ node: 'v20.20.0', arch: 'linux x64', tensorflow: '4.22.0' },
}
const identityOn = (changes: object): RunIdentity => ({
  recipe: {} as Recipe,
  hash: '1',
  environment: { ...environment, ...changes },
})

test.each([
  [{ kernels: 'abc' }, {}, 'kernels abc → none'],
  [{}, { kernels: 'abc' }, 'kernels none → abc'],
  [{}, { threads: 4 }, 'threads 2 → 4'],
])('a run that was begun with %o does not go on with %o by itself', async (before, after, told) => {
  const files = await runFiles(mkdtempSync(join(tmpdir(), 'run-files-')))
  expect(await identify(files, identityOn(before), false)).toEqual([])
  expect(await identify(files, identityOn({ ...before, machine: 'c' }), false)).toEqual([])
  await expect(identify(files, identityOn(after), false)).rejects.toThrow(told)
  expect(await identify(files, identityOn(after), true)).toEqual([told])
})
