import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selectBackend } from '@deepauc/runtime'
import { beforeAll, describe, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import {
  comparisonRecipes,
  parseRecipe,
  type Recipe,
  type RunEvent,
  type RunResult,
  runName,
  runRecipe,
} from '../src/index.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'run-'))
const data = {
  source: 'mnist',
  root: tinyData(),
  binarize: { positive: ['1'], negative: ['0', '2'] },
} as const

function recipeOf(method: object, training: object = {}): Recipe {
  return parseRecipe(
    {
      data: { ...data, imratio: 0.1 },
      augmentation: { flip: true },
      network: { name: 'small-cnn', width: 4 },
      method,
      training: { batchSize: 16, budget: { gradientEvaluations: 12 }, evaluations: 3, ...training },
    },
    'test',
  )
}

beforeAll(async () => {
  await selectBackend({ backend: 'cpu' })
})

async function run(
  recipe: Recipe,
  folder: string,
  { until }: { until?: number } = {},
): Promise<{ events: RunEvent[]; result: RunResult | undefined }> {
  const events: RunEvent[] = []
  for await (const event of runRecipe(recipe, { folder })) {
    events.push(event)
    if (event.kind === 'end') return { events, result: event.result }
    if (event.kind === 'step' && event.step === until) break
  }
  return { events, result: undefined }
}

/** All files that have to be the same however often a run was interrupted. */
function bytesOf(folder: string): Record<string, Buffer> {
  const names = [
    'weights.safetensors',
    'best.safetensors',
    'metrics.jsonl',
    'test-scores.csv',
    'test-scores.safetensors',
  ]
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name))]))
}

describe.each([
  ['CE', { name: 'CE' }],
  ['TS-DEC', { name: 'TS-DEC', epochs: 1 }],
  ['CT', { name: 'CT', innerSteps: 2 }],
])('%s', (_, method) => {
  test('leaves all files, and the same ones after interruptions', async () => {
    const [whole, broken] = [newFolder(), newFolder()]
    const recipe = recipeOf(method, { checkpoint: { everySteps: 2 } })
    const { result } = await run(recipe, whole)
    expect(readdirSync(whole).sort()).toEqual([
      'best.safetensors',
      'checkpoints',
      'events.jsonl',
      'metrics.jsonl',
      'result.json',
      'run.json',
      'test-scores.csv',
      'test-scores.safetensors',
      'weights.safetensors',
    ])
    for (const until of [1, 3]) await run(recipe, broken, { until })
    const resumed = await run(recipe, broken)
    expect(resumed.events[0]).toMatchObject({ kind: 'start', from: 2 })
    expect(bytesOf(broken)).toEqual(bytesOf(whole))
    expect(resumed.result!.last).toEqual(result!.last)
    const { testAuc, testInterval } = result!.best
    expect(testInterval![0] <= testAuc && testAuc <= testInterval![1]).toBe(true)
    expect(resumed.result!.curve.map(({ seconds: _, ...point }) => point)).toEqual(
      result!.curve.map(({ seconds: _, ...point }) => point),
    )
    // A run that is over is read, not repeated.
    const again = await run(recipe, broken)
    expect(again.events).toHaveLength(1)
    expect(again.result).toEqual(resumed.result)
  })
})

test('two runs in one process do not disturb each other', async () => {
  const recipes = [recipeOf({ name: 'CT' }), recipeOf({ name: 'AUCsc' }, { seed: 3 })]
  const alone = []
  for (const recipe of recipes) {
    const folder = newFolder()
    await run(recipe, folder)
    alone.push(bytesOf(folder))
  }
  const folders = recipes.map(newFolder)
  await Promise.all(recipes.map((recipe, i) => run(recipe, folders[i]!)))
  expect(folders.map(bytesOf)).toEqual(alone)
})

test('stops at a signal with a checkpoint, and goes on to the same bytes', async () => {
  const [whole, broken] = [newFolder(), newFolder()]
  const recipe = recipeOf({ name: 'CT' })
  await run(recipe, whole)
  const controller = new AbortController()
  const reason = new Error('stop')
  const stopped = async () => {
    for await (const event of runRecipe(recipe, { folder: broken, signal: controller.signal }))
      if (event.kind === 'step' && event.step === 1) controller.abort(reason)
  }
  await expect(stopped()).rejects.toBe(reason)
  expect(readdirSync(join(broken, 'checkpoints'))).toEqual(['000001-step-1'])
  await run(recipe, broken)
  expect(bytesOf(broken)).toEqual(bytesOf(whole))
})

test('refuses the folder of another recipe', async () => {
  const folder = newFolder()
  await run(recipeOf({ name: 'CE' }), folder, { until: 1 })
  await expect(run(recipeOf({ name: 'CT' }), folder)).rejects.toThrow('of another recipe')
  await expect(run(recipeOf({ name: 'CE' }, { seed: 1 }), folder)).rejects.toThrow(RangeError)
})

test('a comparison: each method on the same images, each in its folder', async () => {
  const folder = newFolder()
  const recipes = comparisonRecipes({
    speed: 'cpu',
    quick: true,
    data,
    training: { batchSize: 16, budget: { gradientEvaluations: 4 }, evaluations: 2 },
  })
  const results: RunResult[] = []
  const starts: RunEvent[] = []
  for (const recipe of recipes)
    for await (const event of runRecipe(recipe, { folder: join(folder, runName(recipe)) })) {
      if (event.kind === 'start') starts.push(event)
      if (event.kind === 'end') results.push(event.result)
    }
  expect(starts.map(({ method, ...rest }) => [method, 'steps' in rest && rest.steps])).toEqual([
    ['CE', 4],
    ['AUCsc', 4],
    ['CT', 2],
  ])
  expect(readdirSync(folder).sort()).toEqual(['aucsc', 'ce', 'ct'])
  for (const result of results) {
    expect(result).toMatchObject({ gradientEvaluations: 4 })
    expect(result.curve.map((point) => point.gradientEvaluations)).toEqual([2, 4])
    expect(result.test.scores).toHaveLength(30)
    expect(result.test.labels.reduce((sum, label) => sum + label, 0)).toBe(10)
  }
})

test.each([
  [{ methods: ['CE', 'XY'] }, 'there is no method "XY"; the methods are CE, AUCsc'],
  [{ network: 'vgg' }, 'there is no network "vgg"; the networks are resnet20'],
  [{ training: { batchSize: 0 } }, 'training.batchSize'],
])('refuses %o', (options, message) => {
  expect(() => comparisonRecipes({ speed: 'cpu', quick: true, ...options })).toThrow(message)
})
