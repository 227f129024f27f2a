import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { machineName } from '../src/log/machine-name.ts'
import type { Holder } from '../src/sweep/cell-holder.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { identityOf } from '../src/sweep/process-identity.ts'
import { runSweep } from '../src/sweep/run-sweep.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import {
  arm,
  type Behaviour,
  cellCommand,
  newFolder,
  notes,
  profileOf,
  studyOf,
} from './sweep-profiles.ts'

const program = fileURLToPath(new URL('./sweep-scheduler-program.ts', import.meta.url))

function scheduler(out: string, behaviour: Behaviour): ChildProcess {
  const args = ['--conditions=@deepauc/source', '--import', 'tsx', program, out]
  args.push(JSON.stringify(behaviour))
  return spawn(process.execPath, args, { stdio: 'inherit' })
}

const timed = arm('timed', {
  layers: [{ method: { name: 'CE' }, training: { budget: { steps: null, seconds: 5 } } }],
})

/** So many cells of each arm. */
async function begun(columns: readonly (typeof timed)[], count: number) {
  const out = newFolder()
  const seeds = Array.from({ length: count }, (_, seed) => seed)
  await beginSweep(profileOf(studyOf('a', columns, { seeds })), out)
  const { cells } = await sweepStatus(out)
  const isTimed = ({ uses: [use] }: (typeof cells)[number]) => use!.column === 'timed'
  return { out, timedNames: new Set(cells.filter(isTimed).map(({ name }) => name)) }
}

/** Pairs of cells that ran at a time although one of them is timed. */
function meetings(out: string, timedNames: ReadonlySet<string>): string[] {
  const running = new Set<string>()
  return notes(out).flatMap(([word, name = '']) => {
    if (word !== 'start') running.delete(name)
    const others = word === 'start' ? [...running] : []
    if (word === 'start') running.add(name)
    const met = others.filter((other) => timedNames.has(name) || timedNames.has(other))
    return met.map((other) => `${other} and ${name}`)
  })
}

test('two processes on one folder run what is measured in seconds alone', async () => {
  const { out, timedNames } = await begun([timed, arm('ce')], 5)
  const how = { steps: 20, stepMilliseconds: 10 }
  const both = [scheduler(out, how), scheduler(out, how)]
  expect(await Promise.all(both.map((child) => once(child, 'exit')))).toEqual([
    [0, null],
    [0, null],
  ])
  expect(meetings(out, timedNames)).toEqual([])
  expect((await sweepStatus(out)).counts).toMatchObject({ done: 10 })
  expect(notes(out).filter(([word]) => word === 'start')).toHaveLength(10)
}, 60_000)

test('when a process dies in a timed run, the other one goes on', async () => {
  const { out } = await begun([timed], 2)
  const dying = scheduler(out, { steps: 3000, stepMilliseconds: 10 })
  while (notes(out).length === 0) await pause(20)
  const run = runSweep(out, { runCell, pollSeconds: 0.1 })
  await pause(500)
  expect(notes(out)).toHaveLength(1)
  dying.kill('SIGKILL')
  expect((await run).counts).toMatchObject({ done: 2 })
}, 60_000)

const runCell = ({ folder }: { folder: string }) => cellCommand(folder)
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const here = { machine: machineName(), owner: identityOf(process.pid) }
const gone = { pid: process.pid, start: 'another process with this number' }

test.each<[string, string, Holder | string, number]>([
  ['a timed cell waits for any cell of this machine', 'timed', here, 0],
  ['any cell waits for a timed one', 'ce', { ...here, isAlone: true }, 0],
  ['others do not wait', 'ce', here, 1],
  ['nobody waits for another machine', 'timed', { ...here, machine: 'elsewhere' }, 1],
  ['nobody waits for the dead', 'timed', { ...here, owner: gone, isAlone: true }, 1],
  ['but for a run that outlives its owner', 'timed', { ...here, owner: gone, run: here.owner }, 0],
  ['nobody waits for a claim that was torn', 'timed', '', 1],
])('%s', async (_, column, holder, done) => {
  const { out } = await begun([column === 'timed' ? timed : arm('ce')], 1)
  // Of another profile that the folder has had.
  const other = join(out, 'cells', 'other')
  mkdirSync(other, { recursive: true })
  writeFileSync(join(other, 'claim-1'), typeof holder === 'string' ? '' : JSON.stringify(holder))
  const ended = await runSweep(out, { runCell, waitsForOthers: false })
  expect(ended.counts.done).toBe(done)
  writeFileSync(join(other, 'claim-1-over'), '')
  expect((await runSweep(out, { runCell, waitsForOthers: false })).counts.done).toBe(1)
})
