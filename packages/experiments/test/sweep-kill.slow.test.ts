import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'

import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { runSweep } from '../src/sweep/run-sweep.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { type Behaviour, cellCommand, manyCells, newFolder, notes } from './sweep-profiles.ts'

const program = fileURLToPath(new URL('./sweep-scheduler-program.ts', import.meta.url))

function scheduler(out: string, behaviour: Behaviour): ChildProcess {
  const args = ['--conditions=@deepauc/source', '--import', 'tsx', program, out]
  args.push(JSON.stringify(behaviour))
  return spawn(process.execPath, args, { stdio: 'inherit' })
}

/** Until one more cell has begun: earlier kills would only meet a scheduler that loads its modules. */
async function untilNews(out: string): Promise<void> {
  const starts = () => notes(out).filter(([word]) => word === 'start').length
  const before = starts()
  while (starts() === before) await pause(10)
}

const short: Behaviour = { steps: 6, stepMilliseconds: 10 }

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('however often the scheduler is killed, every cell is done once, and never by two processes', async () => {
  const out = newFolder()
  await beginSweep(manyCells(60), out)
  for (const milliseconds of fc.sample(fc.nat(250), { numRuns: 10, seed: 5 })) {
    const child = scheduler(out, short)
    await untilNews(out)
    await pause(milliseconds)
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  const [left] = (await sweepStatus(out)).cells.slice(-1)
  expect(left!.state).toBe('planned') // The kills came before the end.
  // Two at a time, after all that.
  const last = [scheduler(out, short), scheduler(out, short)]
  expect(await Promise.all(last.map((child) => once(child, 'exit')))).toEqual([
    [0, null],
    [0, null],
  ])
  const { counts, cells } = await sweepStatus(out)
  expect(counts).toMatchObject({ done: 60, failed: 0 })
  const told = notes(out)
  const doneNames = told.filter(([word]) => word === 'done').map(([, name]) => name)
  expect(doneNames.sort()).toEqual(cells.map(({ name }) => name).sort())
  expect(told.filter(([word]) => word === 'twice' || word === 'repeated')).toEqual([])
  // Those whose scheduler was killed have saved where they were, and went on from there.
  expect(
    told.filter(([word, , step]) => word === 'start' && Number(step) > 0).length,
  ).toBeGreaterThan(0)
})

test('a run that outlives its scheduler keeps its cell, and a second scheduler waits for it', async () => {
  const out = newFolder()
  await beginSweep(manyCells(1), out)
  const child = scheduler(out, { steps: 300, stepMilliseconds: 10, isOrphan: true })
  await untilNews(out)
  child.kill('SIGKILL')
  await once(child, 'exit')
  const [cell] = (await sweepStatus(out)).cells
  expect(cell).toMatchObject({ state: 'running', holder: { owner: { pid: child.pid } } })
  expect(cell!.holder!.run!.pid).not.toBe(child.pid)
  const runCell = ({ folder }: { folder: string }) => cellCommand(folder)
  const impatient = await runSweep(out, { runCell, waitsForOthers: false })
  expect(impatient.counts).toMatchObject({ running: 1, done: 0 })
  const { counts } = await runSweep(out, { runCell, pollSeconds: 0.1 })
  expect(counts).toMatchObject({ done: 1 })
  expect(notes(out).map(([word]) => word)).toEqual(['start', 'done'])
})
