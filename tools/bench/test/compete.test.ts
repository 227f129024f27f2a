import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import { compete } from '../src/compete.ts'

// A worker that writes its name down at every iteration, and advice to its output as libraries do.
const WORKER = `
import { appendFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
const { name, log, fails } = JSON.parse(process.argv[2])
const say = (message) => console.log(JSON.stringify(message))
console.log('To speed things up, do this')
if (fails === 'start') throw new Error('no library')
say({ ready: name + ' 1.0' })
let turns = 0
for await (const line of createInterface({ input: process.stdin })) {
  if (fails === 'later' && ++turns === 2) say({ failed: 'out of memory' })
  appendFileSync(log, name.repeat(Number(line)))
  say({ times: Array(Number(line)).fill(turns + 1), value: name })
}
appendFileSync(log, '.')`

let folder = ''
const entrant = (name: string, fails = 'never') => ({
  variant: name,
  command: {
    program: process.execPath,
    script: join(folder, 'worker.mjs'),
    options: { name, fails, log: join(folder, 'log') },
  },
})

beforeEach(() => {
  vi.spyOn(console, 'error').mockReturnValue()
  folder = mkdtempSync(join(tmpdir(), 'deepauc-bench-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  writeFileSync(join(folder, 'worker.mjs'), WORKER)
})

test('workers warm up, take turns and end', async () => {
  const schedule = { warmUps: 3, rounds: 2, iterations: 2 }
  const outcomes = await compete([entrant('a'), entrant('b')], schedule)
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('aaabbbaabbaabb..')
  expect(outcomes).toMatchObject([
    { variant: 'a', times: [1, 1, 1, 1], value: 'a', detail: 'a 1.0' },
    { variant: 'b', times: [1, 1, 1, 1], value: 'b', detail: 'b 1.0' },
  ])
})

test('a slow worker warms up once and takes one iteration in every second turn', async () => {
  const schedule = { warmUps: 3, rounds: 3, iterations: 2 }
  const outcomes = await compete([entrant('a'), { ...entrant('b'), slow: true }], schedule)
  expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('aaabaabaaaab..')
  expect(outcomes[1]).toMatchObject({ variant: 'b', times: [1, 1] })
})

test.runIf(process.platform === 'linux')('the peak of memory is that of the worker', async () => {
  const [outcome] = await compete([entrant('a')], { warmUps: 1, rounds: 1, iterations: 1 })
  const { peakMiB } = outcome as { peakMiB: number }
  expect(peakMiB).toBeGreaterThan(20)
  expect(peakMiB).toBeLessThan(200)
})

test('a worker that cannot run is skipped with its reason, and holds nobody up', async () => {
  const entrants = [
    entrant('a', 'start'),
    entrant('b', 'later'),
    { variant: 'c', reason: 'no compiler' },
    { variant: 'd', command: { program: 'no-such-program', script: '', options: {} } },
    entrant('e'),
  ]
  const outcomes = await compete(entrants, { warmUps: 1, rounds: 2, iterations: 1 })
  expect(outcomes).toMatchObject([
    { variant: 'a', reason: 'Error: no library' },
    { variant: 'b', reason: 'out of memory' },
    { variant: 'c', reason: 'no compiler' },
    { variant: 'd', reason: 'spawn no-such-program ENOENT' },
    { variant: 'e', times: [1, 1] },
  ])
})
