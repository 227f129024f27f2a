import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { rocAuc } from '@deepauc/metrics'
import { selectBackend } from '@deepauc/runtime'
import { beforeAll, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { runRecipe } from '../src/run-recipe.ts'
import { recordAttempt } from '../src/sweep/attempts.ts'
import { type CollectedCell, collectSweep } from '../src/sweep/collect-sweep.ts'
import { beginSweep } from '../src/sweep/plan-sweep.ts'
import { writeRecipe } from '../src/sweep/sweep-folder.ts'
import { sweepStatus } from '../src/sweep/sweep-status.ts'
import { arm, newFolder, profileOf, studyOf } from './sweep-profiles.ts'

const layers = [
  { data: { source: 'mnist', binarize: { positive: ['1'], negative: ['0', '2'] } } },
  { network: { name: 'mlp', hidden: [4] }, method: { name: 'CE' } },
  {
    training: {
      ...{ batchSize: 16, budget: { steps: 6 }, evaluations: 3, workers: 0 },
      measure: { trainingImages: 30, test: true, termImages: 30 },
    },
  },
]
const grid = { 'method.learningRate': [0.001, 0.01] }
const profile = profileOf(studyOf('tiny', [arm('ce', { layers, grid })], { seeds: [0, 1] }))
const folders = { mnist: { root: tinyData() } }

const out = newFolder()

/** Trains what is not done yet; a folder for each cell. */
async function runAll(): Promise<void> {
  const { cells } = await sweepStatus(out)
  for (const cell of cells.filter(({ state }) => state === 'planned')) {
    mkdirSync(cell.folder, { recursive: true })
    writeRecipe(cell.folder, cell)
    for await (const _ of runRecipe(cell.recipe, { folder: cell.folder }));
  }
}

beforeAll(async () => {
  await selectBackend({ backend: 'cpu' })
  await beginSweep(profile, out, { folders, set: ['training.schedule.factor=0.5'] })
  await runAll() // tuning
  await runAll() // and the final runs that follow from it
})

const collected = async (name: string): Promise<CollectedCell> =>
  (await collectSweep(out)).cells.find((cell) => cell.name === name)!
const finals = async () =>
  (await collectSweep(out)).cells.filter(({ uses: [use] }) => use!.role === 'final')

test('has all that a report needs of runs that are done', async () => {
  const sweep = await collectSweep(out)
  expect(sweep).toMatchObject({ profile, folders, set: ['training.schedule.factor=0.5'], later: 0 })
  expect(sweep.selections[0]!.configurations.map(({ hashes }) => hashes.length)).toEqual([1, 1])
  expect(sweep.cells.map(({ uses: [use] }) => `${use!.role} ${use!.seed}`)).toEqual([
    'tuning 100',
    'tuning 100',
    'final 0',
    'final 1',
  ])
  for (const { state, recipeFile, environment, result, curve, test: scored } of sweep.cells) {
    expect(state).toBe('done')
    expect(existsSync(recipeFile!)).toBe(true)
    expect(environment!.backend).toBe('cpu')
    expect(curve.map(({ steps }) => steps)).toEqual([2, 4, 6])
    // The scores are those of the best step, whose AUC the result has.
    expect(rocAuc(scored!.labels, scored!.scores)).toBe(result!.best.testAuc)
  }
  for (const { curve, result } of await finals()) {
    for (const { terms, testAuc, trainingAuc } of curve)
      for (const value of [terms!.auc, terms!.alignment, terms!.gradientNorm, testAuc, trainingAuc])
        expect(value).toBeTypeOf('number')
    const best = curve.find(({ steps }) => steps === result!.best.step)!
    expect(result!.best.testAuc).toBe(best.testAuc)
  }
})

test('a run that goes on has its curve so far; a torn file is a gap', async () => {
  const [first, second] = (await finals()) as [CollectedCell, CollectedCell]
  const path = (name: string) => join(first.folder, name)
  const kept = ['result.json', 'events.jsonl', 'run.json', 'test-scores.safetensors'].map(
    (name) => [name, readFileSync(path(name))] as const,
  )
  truncateSync(path('test-scores.safetensors'), 100)
  truncateSync(path('run.json'), 30)
  const torn = await collected(first.name)
  expect(torn).toMatchObject({ state: 'done', result: first.result, curve: first.curve })
  expect(torn).not.toHaveProperty('test')
  expect(torn).not.toHaveProperty('environment')
  expect(await collected(second.name)).toEqual(second)

  rmSync(path('result.json'))
  const log = readFileSync(path('events.jsonl'), 'utf8')
  const lines = log.split('\n')
  const at = lines.findLastIndex((line) => line.includes('"evaluation"'))
  writeFileSync(
    path('events.jsonl'),
    `${lines.slice(0, at).join('\n')}\n${lines[at]!.slice(0, 40)}`,
  )
  const running = await collected(first.name)
  expect(running.state).toBe('preempted')
  expect(running.curve).toEqual(first.curve.slice(0, 2))
  for (const name of ['result', 'test']) expect(running).not.toHaveProperty(name)

  rmSync(path('events.jsonl'))
  expect((await collected(first.name)).curve).toEqual([])
  for (const [name, content] of kept) writeFileSync(path(name), content)
  expect(await collected(first.name)).toEqual(first)
})

test('what is no number in a result is NaN', async () => {
  const [first] = (await finals()) as [CollectedCell]
  const file = join(first.folder, 'result.json')
  const text = readFileSync(file, 'utf8')
  const summary = JSON.parse(text)
  summary.best.validationAuc = null
  summary.curve[0].validationAuc = null
  writeFileSync(file, JSON.stringify(summary))
  const { result, curve } = await collected(first.name)
  expect([result!.best.validationAuc, curve[0]!.validationAuc]).toEqual([Number.NaN, Number.NaN])
  writeFileSync(file, text)
})

test('knows cells that nobody has begun, that failed, and that lack data', async () => {
  const empty = newFolder()
  await beginSweep(profileOf(studyOf('a', [arm('ce')], { seeds: [0, 1] })), empty)
  const [cell] = (await sweepStatus(empty)).cells
  mkdirSync(cell!.folder, { recursive: true })
  recordAttempt(cell!.folder, { outcome: 'failed', seconds: 1, message: 'no memory' })
  const { cells } = await collectSweep(empty)
  expect(cells).toMatchObject([
    { state: 'failed', message: 'no memory', curve: [] },
    { state: 'planned', curve: [] },
  ])
  for (const name of ['recipeFile', 'result', 'test']) expect(cells[1]).not.toHaveProperty(name)

  const lacking = newFolder()
  await beginSweep(profile, lacking)
  expect((await collectSweep(lacking)).cells[0]).toMatchObject({ state: 'lacking', lacks: 'mnist' })
  await expect(collectSweep(newFolder())).rejects.toThrow('Name the folder of a sweep')
})
