import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { beginSweep } from '../src/index.ts'
import { readSweep, updateSweep } from '../src/sweep/sweep-folder.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { manyCells, newFolder } from './sweep-profiles.ts'

test('writers with one process number do not damage the file of the sweep', async () => {
  const out = newFolder()
  await beginSweep(manyCells(20), out)
  const module = JSON.stringify(new URL('../src/sweep/sweep-folder.ts', import.meta.url).href)
  const program = `
    const { tsImport } = require('tsx/esm/api')
    tsImport(${module}, { parentURL: ${module}, conditions: ['@deepauc/source'] }).then(({ readSweep, updateSweep }) => {
      for (let i = 0; i < 60; i++) updateSweep(${JSON.stringify(out)}, readSweep(${JSON.stringify(out)}))
    })`
  const workers = [1, 2, 3].map(() => new Worker(program, { eval: true }))
  await Promise.all(
    workers.map(
      (worker) =>
        new Promise<void>((resolve, reject) => {
          worker.once('error', reject)
          worker.once('exit', () => resolve())
        }),
    ),
  )
  expect(readSweep(out).cells).toHaveLength(20)
  expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([])
  expect(existsSync(join(out, 'sweep.json'))).toBe(true)
})

test('how the profile was named stays in the file, which may lack it', async () => {
  const out = newFolder()
  await beginSweep(manyCells(1), out, { reference: 'prof/tiny.yaml' })
  updateSweep(out, await sweepStatus(out))
  expect(readSweep(out).reference).toBe('prof/tiny.yaml')
  await beginSweep(manyCells(1), out)
  expect(readSweep(out)).not.toHaveProperty('reference')
})

const without = (key: string) => (file: Record<string, unknown>) => ({ ...file, [key]: undefined })
const inStudy = (change: object) => (file: Record<string, unknown>) => {
  const profile = file.profile as ReturnType<typeof manyCells>
  return { ...file, profile: { ...profile, studies: [{ ...profile.studies[0], ...change }] } }
}

test.each<[string, (file: Record<string, unknown>) => unknown]>([
  ['an empty profile', (file) => ({ ...file, profile: {} })],
  ['nothing but that', () => ({ profile: {} })],
  ['no object', () => null],
  ['a list', () => []],
  ['no folders', without('folders')],
  ['no changes', without('set')],
  ['changes that are no text', (file) => ({ ...file, set: [1] })],
  ['folders without paths', (file) => ({ ...file, folders: { mnist: {} } })],
  ['no cells', without('cells')],
  ['cells without a name', (file) => ({ ...file, cells: [{}] })],
  ['no selections', without('selections')],
  ['no number of later cells', without('later')],
  ['a reference that is no text', (file) => ({ ...file, reference: 1 })],
  ['a study without arms', inStudy({ arms: undefined })],
  ['arms without layers', inStudy({ arms: [{ study: 'a', row: 'b', column: 'c', grid: {} }] })],
  ['seeds that are no numbers', inStudy({ seeds: ['1'] })],
  ['a study without a name', inStudy({ name: undefined })],
])('a file with %s is damaged, and the remedy works', async (_, damage) => {
  const out = newFolder()
  await beginSweep(manyCells(2), out)
  const file = join(out, 'sweep.json')
  writeFileSync(file, JSON.stringify(damage(JSON.parse(readFileSync(file, 'utf8')))))
  const message = `${file}: is damaged. Begin the sweep again with its profile`
  expect(() => readSweep(out)).toThrow(message)
  await expect(sweepStatus(out)).rejects.toThrow(message)
  await beginSweep(manyCells(2), out)
  expect((await sweepStatus(out)).cells).toHaveLength(2)
})
