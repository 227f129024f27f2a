import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { recipeHash } from '../src/recipe/identity.ts'
import { readRecipe } from '../src/recipe/read-recipe.ts'
import { recordAttempt } from '../src/sweep/attempts.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import type { Profile } from '../src/sweep/profile.ts'
import { type RunSweepOptions, runSweep } from '../src/sweep/run-sweep.ts'
import { shareCores } from '../src/sweep/share-cores.ts'
import type { CellPlace } from '../src/sweep/start-cell.ts'
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

const seedOf = ({ uses }: Pick<CellPlace, 'uses'>) => uses[0]!.seed

async function begun(profile: Profile): Promise<string> {
  const out = newFolder()
  await beginSweep(profile, out)
  return out
}

/** Runs with the program that stands for a training, and returns all events. */
async function run(
  out: string,
  behave: (place: CellPlace) => Behaviour = () => ({}),
  options: Partial<RunSweepOptions> = {},
) {
  const events: SweepEvent[] = []
  const status = await runSweep(out, {
    jobs: 2,
    pollSeconds: 0.05,
    runCell: (place) => cellCommand(place.folder, behave(place)),
    onEvent: (event) => events.push(event),
    ...options,
  })
  const ends = events.filter((event) => event.kind === 'end')
  return { status, events, ends, outcomes: ends.map(({ outcome }) => outcome) }
}

/** Calls `f` as soon as so many cells have taken a step. */
function onceStepped(out: string, count: number, f: () => void): NodeJS.Timeout {
  const folder = join(out, 'cells')
  return setInterval(() => {
    const cells = existsSync(folder) ? readdirSync(folder) : []
    if (cells.filter((cell) => existsSync(join(folder, cell, 'stepped'))).length === count) f()
  }, 20)
}

test('runs every cell once, and only what is missing after that', async () => {
  const out = await begun(manyCells(4))
  const { status, events } = await run(out)
  expect(status.counts).toMatchObject({ done: 4, planned: 0, running: 0 })
  expect(notes(out).filter(([word]) => word === 'done')).toHaveLength(4)
  const [first, last] = [events[0], events.at(-1)]
  expect(first).toMatchObject({ kind: 'progress', cells: 4, left: 4, later: 0 })
  expect(first).not.toHaveProperty('secondsLeft')
  expect(last).toMatchObject({ kind: 'progress', left: 0, secondsLeft: 0 })
  expect((await run(out)).ends).toEqual([])
  await beginSweep(manyCells(5), out)
  expect((await run(out)).outcomes).toEqual(['done'])
  // The index is only a convenience: without it, the folders still tell all.
  rmSync(join(out, 'sweep.json'))
  await expect(sweepStatus(out)).rejects.toThrow('sweep.json')
  await beginSweep(manyCells(5), out)
  expect((await sweepStatus(out)).counts).toMatchObject({ done: 5, planned: 0 })
})

test('goes on with the winner of the first stage, whose settings stand in its recipe', async () => {
  const grid = { 'method.learningRate': [0.1, 0.05, 0.02] }
  const out = await begun(profileOf(studyOf('a', [arm('ce', { grid })], { seeds: [0, 1] })))
  const { status } = await run(out, ({ uses: [use] }) => ({
    validationAuc: use!.settings['method.learningRate'] === 0.05 ? 0.9 : 0.6,
  }))
  expect(status.counts.done).toBe(5)
  const { cells, later } = JSON.parse(readFileSync(join(out, 'sweep.json'), 'utf8'))
  expect([cells.length, later]).toEqual([5, 0])
  const final = status.cells.filter(({ uses: [use] }) => use!.role === 'final')
  expect(final).toHaveLength(2)
  for (const { folder, hash } of final) {
    const recipe = await readRecipe(join(folder, 'recipe.yaml'))
    expect(recipe.method).toMatchObject({ learningRate: 0.05 })
    expect(await recipeHash(recipe)).toBe(hash)
  }
})

test('two profiles share cells', async () => {
  const out = await begun(manyCells(2))
  await run(out)
  await beginSweep(
    profileOf(studyOf('other', [arm('ce'), arm('ct', { layers: [{ method: { name: 'CT' } }] })])),
    out,
  )
  const { ends } = await run(out)
  expect(ends.map(({ cell }) => cell.uses[0]!.column)).toEqual(['ct'])
})

test('does not run what another process has done since it looked', async () => {
  const out = await begun(manyCells(2))
  const [first, second] = (await sweepStatus(out)).cells
  let looks = 0
  const { status } = await run(out, undefined, {
    onEvent({ kind }) {
      if (kind !== 'progress' || looks++ > 0) return
      mkdirSync(first!.folder)
      writeFileSync(join(first!.folder, 'result.json'), '{ "best": { "validationAuc": 0.7 } }')
    },
  })
  expect(status.counts).toMatchObject({ done: 2 })
  expect(notes(out)).toEqual([
    ['start', second!.name, '0', expect.any(String)],
    ['done', second!.name],
  ])
})

describe('what goes wrong', () => {
  test('failed cells are tried twice more and reported; the others run', async () => {
    const out = await begun(manyCells(3))
    const { status, outcomes } = await run(out, (place) => ({
      end: seedOf(place) === 1 ? 'failed' : 'done',
    }))
    expect(outcomes.sort()).toEqual(['done', 'done', 'failed', 'failed', 'failed'])
    expect(status.counts).toMatchObject({ done: 2, failed: 1 })
    const failed = status.cells.find(({ state }) => state === 'failed')
    expect(failed).toMatchObject({ failures: 3, message: 'exit code 1; the failed words' })
    // A new start does not try for ever, but if it is asked to.
    expect((await run(out)).outcomes).toEqual([])
    expect((await run(out, () => ({}), { retry: ['failed'] })).outcomes).toEqual(['done'])
  })

  test('a failure that passes is forgotten', async () => {
    const out = await begun(manyCells(1))
    let attempts = 0
    const { status, outcomes } = await run(out, () => ({ end: attempts++ < 2 ? 'failed' : 'done' }))
    expect(outcomes).toEqual(['failed', 'failed', 'done'])
    expect(status.counts).toMatchObject({ done: 1, failed: 0 })
  })

  test('diverged cells are not tried again unless asked', async () => {
    const out = await begun(manyCells(1))
    const diverging = () => ({ end: 'diverged' }) as const
    expect((await run(out, diverging)).outcomes).toEqual(['diverged'])
    expect((await run(out, diverging)).outcomes).toEqual([])
    expect((await run(out, diverging, { retry: ['failed'] })).outcomes).toEqual([])
    const again = await run(out, diverging, { retry: ['diverged'] })
    expect(again.outcomes).toEqual(['diverged'])
    expect(again.status.counts).toMatchObject({ diverged: 1, failed: 0 })
  })

  test('a program that does not start, and one that ends without a result, have failed', async () => {
    const out = await begun(manyCells(1))
    const missing = await run(out, undefined, { runCell: () => ['no-such-program'] })
    expect(missing.status.cells[0]!.message).toContain('ENOENT')
    const idle = await begun(manyCells(1))
    const { status } = await run(idle, undefined, { runCell: () => [process.execPath, '-e', '0'] })
    expect(status.cells[0]).toMatchObject({ failures: 3, message: 'ended without a result' })
  })

  test('a killed run has failed, as when memory is short', async () => {
    const out = await begun(manyCells(1))
    const kill = [process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")']
    const { status } = await run(out, undefined, { runCell: () => kill })
    expect(status.cells[0]!.message).toContain('memory')
  })

  test('a torn record does not hide the next one', async () => {
    const out = await begun(manyCells(1))
    await run(out, () => ({ end: 'diverged' }))
    const [cell] = (await sweepStatus(out)).cells
    const file = join(cell!.folder, 'attempts.jsonl')
    writeFileSync(file, readFileSync(file).subarray(0, -9))
    expect((await sweepStatus(out)).counts).toMatchObject({ diverged: 0 })
    recordAttempt(cell!.folder, { outcome: 'diverged', seconds: 1 })
    expect((await sweepStatus(out)).counts).toMatchObject({ diverged: 1 })
  })

  test('cells without data are left out and counted', async () => {
    const layers = [{ data: { source: 'mnist' }, method: { name: 'CE' } }]
    const out = await begun(profileOf(studyOf('a', [arm('no-data', { layers }), arm('ce')])))
    const { status } = await run(out)
    expect(status.counts).toMatchObject({ done: 1, lacking: 1 })
  })
})

describe('interruptions', () => {
  test('all runs save a checkpoint, and the next start goes on from there', async () => {
    const out = await begun(manyCells(3))
    const slow = () => ({ steps: 1000, stepMilliseconds: 20 })
    const controller = new AbortController()
    const reason = new Error('Ctrl-C')
    const watch = onceStepped(out, 2, () => controller.abort(reason))
    await expect(run(out, slow, { signal: controller.signal })).rejects.toBe(reason)
    clearInterval(watch)
    const { counts, cells } = await sweepStatus(out)
    expect(counts).toMatchObject({ preempted: 2, planned: 1, running: 0 })
    const stopped = cells.filter(({ state }) => state === 'preempted')
    expect(stopped.every(({ folder }) => !existsSync(join(folder, 'busy')))).toBe(true)
    const { status } = await run(out, () => ({ steps: 1000, stepMilliseconds: 1 }))
    expect(status.counts.done).toBe(3)
    const again = notes(out).filter(([word, , step]) => word === 'start' && Number(step) > 0)
    expect(again).toHaveLength(2)
  })

  test('a run that somebody else ends goes on', async () => {
    const out = await begun(manyCells(1))
    let attempts = 0
    const script = 'process.kill(process.pid, "SIGTERM"); setTimeout(() => {}, 1000)'
    const { outcomes } = await run(out, undefined, {
      runCell: ({ folder }) =>
        attempts++ === 0 ? [process.execPath, '-e', script] : cellCommand(folder),
    })
    expect(outcomes).toEqual(['preempted', 'done'])
  })

  test('one that is ended again and again is left to the next start', async () => {
    const out = await begun(manyCells(1))
    const { outcomes, status } = await run(out, undefined, {
      runCell: () => [process.execPath, '-e', 'process.exit(75)'],
    })
    expect(outcomes).toEqual(['preempted', 'preempted', 'preempted'])
    expect(status.counts).toMatchObject({ done: 0, failed: 0 })
  })
})

describe('cores', () => {
  test.each([
    [{}, 2, { jobs: 1, threadsPerJob: 2 }],
    [{}, 1, { jobs: 1, threadsPerJob: 1 }],
    [{}, 9, { jobs: 4, threadsPerJob: 2 }],
    [{ jobs: 2 }, 2, { jobs: 2, threadsPerJob: 1 }],
    [{ jobs: 3 }, 16, { jobs: 3, threadsPerJob: 5 }],
    [{ jobs: 8 }, 2, { jobs: 8, threadsPerJob: 1 }],
    [{ threadsPerJob: 4 }, 10, { jobs: 2, threadsPerJob: 4 }],
    [{ jobs: 1, threadsPerJob: 1 }, 64, { jobs: 1, threadsPerJob: 1 }],
  ])('%o of %i', (given, cores, expected) => {
    expect(shareCores(given, cores)).toEqual(expected)
  })

  test('refuses what is no number of runs', () => {
    expect(() => shareCores({ jobs: 0 })).toThrow('jobs must be a positive integer, got 0')
  })

  test('an interrupted run goes on with its number of threads', async () => {
    const out = await begun(manyCells(1))
    const controller = new AbortController()
    const first = run(out, () => ({ steps: 1000 }), {
      threadsPerJob: 3,
      signal: controller.signal,
    })
    const watch = onceStepped(out, 1, () => controller.abort())
    await expect(first).rejects.toThrow()
    clearInterval(watch)
    await run(out, () => ({ steps: 1 }), { threadsPerJob: 5 })
    expect(
      notes(out)
        .filter(([word]) => word === 'start')
        .map((words) => words[3]),
    ).toEqual(['3', '3'])
  })

  test('what is measured in seconds runs alone', async () => {
    const timed = arm('timed', {
      layers: [{ method: { name: 'CE' }, training: { budget: { steps: null, seconds: 5 } } }],
    })
    const study = studyOf(
      'a',
      [arm('ce'), timed, arm('ct', { layers: [{ method: { name: 'CT' } }] })],
      { seeds: [0, 1] },
    )
    const out = await begun(profileOf(study))
    const { status, events } = await run(out, () => ({ steps: 10 }), { jobs: 3 })
    expect(status.counts.done).toBe(6)
    const told = notes(out).map(([word, name]) => ({ word, name }))
    const timedNames = status.cells.filter(({ uses: [use] }) => use!.column === 'timed')
    for (const { name } of timedNames) {
      const at = told.findIndex((line) => line.word === 'start' && line.name === name)
      const before = told.slice(0, at).map(({ word }) => word)
      expect(before.filter((word) => word === 'start')).toHaveLength(
        before.filter((word) => word === 'done').length,
      )
      expect(told[at + 1]).toEqual({ word: 'done', name })
    }
    // The others do not.
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'progress')
    expect(kinds.slice(0, 2)).toEqual(['start', 'start'])
  })
})
