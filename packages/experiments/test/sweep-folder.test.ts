import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { beginSweep } from '../src/index.ts'
import { readSweep } from '../src/sweep/sweep-folder.ts'
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
