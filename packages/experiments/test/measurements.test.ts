import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { selectBackend } from '@deepauc/runtime'
import { beforeAll, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { parseRecipe, type RunResult, runRecipe } from '../src/index.ts'

const root = tinyData()

beforeAll(async () => {
  await selectBackend({ backend: 'cpu' })
})

test('measuring is told, and changes nothing', async () => {
  const plain = await runIn({})
  const measured = await runIn({ measure: { trainingImages: 60, test: true, termImages: 40 } })
  expect(measured.weights).toEqual(plain.weights)
  expect(measured.best).toEqual(plain.best)
  expect(measured.result.last).toEqual(plain.result.last)
  expect(plain.result.curve[0]).not.toHaveProperty('trainingAuc')

  const { curve, last } = measured.result
  expect(curve).toHaveLength(2)
  expect(curve.at(-1)!.testAuc).toBe(last.testAuc)
  for (const { trainingAuc, testAuc, terms } of curve) {
    for (const auc of [trainingAuc!, testAuc!]) expect(Math.abs(auc - 0.5)).toBeLessThanOrEqual(0.5)
    expect(terms!.auc).toBeGreaterThan(0)
    expect(terms!.gradientNorm).toBeGreaterThan(0)
    expect(Number.isFinite(terms!.alignment)).toBe(true)
  }
  expect(curve[0]!.terms).not.toEqual(curve[1]!.terms)
})

test('all training images are measured if there are fewer than wanted', async () => {
  const { result } = await runIn({ measure: { trainingImages: 1_000_000 } })
  expect(result.curve[0]!.trainingAuc).toBeGreaterThan(0)
  expect(result.curve[0]).not.toHaveProperty('terms')
})

test("the gradient of CT's objective is measured with its inner step, and of CT alone", async () => {
  const measure = { objectiveImages: 40 }
  const at = async (innerLearningRate: number) => {
    const method = { name: 'CT', innerLearningRate }
    const { result } = await runIn({ measure }, method)
    return result.curve[0]!.compositionalGradNormSquared!
  }
  const [small, large] = [await at(0.01), await at(0.5)]
  expect(small).toBeGreaterThan(0)
  expect(large).toBeGreaterThan(0)
  expect(large).not.toBe(small)
  await expect(runIn({ measure }, { name: 'CE' })).rejects.toThrow(
    'training.measure.objectiveImages belongs to CT',
  )
})

test('a part of the training images needs both classes', async () => {
  await expect(runIn({ measure: { termImages: 1 } })).rejects.toThrow(RangeError)
})

async function runIn(training: object, method: object = { name: 'CT' }) {
  const folder = mkdtempSync(join(tmpdir(), 'deepauc-measure-'))
  const recipe = parseRecipe(
    {
      data: { source: 'mnist', root, binarize: { positive: ['1'] }, imratio: 0.2 },
      network: { name: 'small-cnn', width: 2 },
      method,
      training: { batchSize: 10, budget: { steps: 4 }, evaluations: 2, workers: 0, ...training },
    },
    'test',
  )
  let result: RunResult | undefined
  for await (const event of runRecipe(recipe, { folder }))
    if (event.kind === 'end') result = event.result
  const file = (name: string) => readFileSync(join(folder, name))
  return {
    result: result as RunResult,
    weights: file('weights.safetensors'),
    best: file('best.safetensors'),
  }
}
