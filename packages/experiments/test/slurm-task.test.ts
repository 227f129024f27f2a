import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test, vi } from 'vitest'
import { readAttempts } from '../src/sweep/attempts.ts'
import { claimCell } from '../src/sweep/claim-cell.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { noteLostTasks } from '../src/sweep/slurm/note-lost-tasks.ts'
import { runSlurmTask } from '../src/sweep/slurm/run-slurm-task.ts'
import type { SweepEvent } from '../src/sweep/sweep-event.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import {
  arm,
  type Behaviour,
  cellCommand,
  manyCells,
  newFolder,
  notes,
  profileOf,
  studyOf,
} from './sweep-profiles.ts'

afterEach(() => {
  vi.unstubAllEnvs()
})

async function begun(profile = manyCells(1)) {
  const out = newFolder()
  await beginSweep(profile, out)
  const look = async () => (await sweepStatus(out, { graceSeconds: 1 })).cells
  const { name, folder } = (await look())[0]!
  const run = (behaviour: Behaviour, signal?: AbortSignal) =>
    runSlurmTask(out, name, {
      runCell: ({ folder: place }) => cellCommand(place, behaviour),
      ...(signal && { signal }),
    })
  return { out, name, folder, look, run }
}

/** A process that claimed the cell and has died. */
function leaveClaim(folder: string, host = hostname()): void {
  const { pid } = spawnSync(process.execPath, ['-e', ''])
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'claim-1'), JSON.stringify({ host, owner: { pid, start: '1' } }))
}

test('a cell that gets done has the threads that Slurm has for it, and is not run twice', async () => {
  vi.stubEnv('SLURM_CPUS_PER_TASK', '3')
  const { out, name, look, run } = await begun()
  expect(await run({})).toEqual({ outcome: 'done', exitCode: 0 })
  expect(await look()).toMatchObject([{ state: 'done' }])
  expect(notes(out)[0]).toEqual(['start', name, '0', '3'])
  expect(await run({})).toEqual({ outcome: 'elsewhere', exitCode: 0 })
  expect(notes(out)).toHaveLength(2)
})

test.each([
  [
    'with a budget of seconds tells others that it must be alone',
    { steps: null, seconds: 5 },
    true,
  ],
  ['with a budget of steps does not', { steps: 5 }, undefined],
])('a cell %s', async (_, budget, isAlone) => {
  const layers = [{ method: { name: 'CE' }, training: { budget } }]
  const { out, name, look } = await begun(profileOf(studyOf('a', [arm('ce', { layers })])))
  const holders: unknown[] = []
  const onEvent = async ({ kind }: SweepEvent) => {
    if (kind === 'start') holders.push((await look())[0]!.holder?.isAlone)
  }
  const runCell = ({ folder }: { folder: string }) => cellCommand(folder, { steps: 50 })
  await runSlurmTask(out, name, { runCell, onEvent })
  expect(holders).toEqual([isAlone])
})

test('a failure is to be run again, but not the third', async () => {
  const { look, run } = await begun()
  const ends = [await run({ end: 'failed' }), await run({ end: 'failed' })]
  expect(ends).toEqual(Array(2).fill({ outcome: 'failed', exitCode: 75 }))
  expect(await run({ end: 'failed' })).toEqual({ outcome: 'failed', exitCode: 1 })
  expect(await look()).toMatchObject([{ state: 'failed', failures: 3 }])
  expect(await run({})).toEqual({ outcome: 'elsewhere', exitCode: 0 })
})

test('a NaN would come again', async () => {
  const { run } = await begun()
  expect(await run({ end: 'diverged' })).toEqual({ outcome: 'diverged', exitCode: 4 })
})

test('an interruption is to be run again, if something was saved', async () => {
  const { out, name, look } = await begun()
  const interrupted = (save: string) => {
    const program = `
      const { mkdirSync } = require('node:fs')
      if (${JSON.stringify(save)}) mkdirSync(process.argv[1] + '/checkpoints/${save}', { recursive: true })
      process.exit(143)`
    const runCell = ({ folder }: { folder: string }) => [process.execPath, '-e', program, folder]
    return runSlurmTask(out, name, { runCell })
  }
  expect(await interrupted('')).toEqual({ outcome: 'preempted', exitCode: 1 })
  expect(await interrupted('000001-step-2')).toEqual({ outcome: 'preempted', exitCode: 75 })
  expect(await interrupted('000001-step-2')).toEqual({ outcome: 'preempted', exitCode: 1 })
  expect(await interrupted('000002-step-4')).toEqual({ outcome: 'preempted', exitCode: 75 })
  expect((await look())[0]!.failures).toBeUndefined()
})

test('a signal gets to the run', async () => {
  const { folder, run } = await begun()
  const controller = new AbortController()
  const task = run({ steps: 100_000 }, controller.signal)
  await vi.waitUntil(async () => notes(join(folder, '..', '..')).length > 0, { timeout: 10_000 })
  controller.abort()
  expect(await task).toMatchObject({ outcome: 'preempted' })
})

test('what another machine has is left to it, until that has been silent for long', async () => {
  const { out, name, folder } = await begun()
  leaveClaim(folder, 'another-machine')
  const patience = { graceSeconds: 0.4, pollSeconds: 0.05 }
  const runCell = ({ folder: place }: { folder: string }) => cellCommand(place)
  const timer = setInterval(() => writeFileSync(join(folder, 'claim-1'), readClaim()), 20)
  const readClaim = () => JSON.stringify({ host: 'another-machine', owner: { pid: 1, start: '1' } })
  const first = await runSlurmTask(out, name, { runCell, ...patience })
  clearInterval(timer)
  expect(first).toEqual({ outcome: 'elsewhere', exitCode: 0 })
  expect(await runSlurmTask(out, name, { runCell, ...patience })).toMatchObject({ outcome: 'done' })
})

test('refuses a cell that the sweep has not', async () => {
  const { out } = await begun()
  const options = { runCell: () => ['true'] }
  const message = `the sweep in ${out} has no cell "../x"`
  await expect(runSlurmTask(out, '../x', options)).rejects.toThrow(new RangeError(message))
})

test('a task that was killed has failed; one that ended, was never begun, or lives has not', async () => {
  const { look } = await begun(manyCells(4))
  const [killed, ended, , alive] = (await look()).map(({ folder }) => folder)
  leaveClaim(killed!)
  leaveClaim(ended!)
  writeFileSync(join(ended!, 'claim-1-over'), '')
  claimCell(alive!, { watch: new Map(), graceSeconds: 1 })
  await noteLostTasks(await look(), { graceSeconds: 0.2 })
  expect((await look()).map(({ state }) => state)).toEqual([
    ...['failed', 'planned', 'planned', 'running'],
  ])
  expect(readAttempts(killed!)).toMatchObject([{ outcome: 'failed', message: /without a word/ }])
})
