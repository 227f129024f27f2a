import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { aucCe, aucSc, ce, ct, type Method, type TrainableModel } from '../src/index.ts'
import { eventsOf, toyModel, toySource } from './toy.ts'

async function weightsAfter(method: Method, accumulate: number) {
  const model = toyModel()
  const events = await eventsOf(model, method, { accumulate, gradientEvaluations: 12 })
  const weights = Object.values(model.parameters).flatMap((w) => [...w.dataSync()])
  model.dispose()
  const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  return { weights, losses }
}

const methods: [string, Method][] = [
  ['CE', ce()],
  ['AUCsc', aucSc()],
  ['AUC-CE', aucCe()],
  ['CT', ct()],
  ['CT, k = 2, Algorithm 1', ct({ innerSteps: 2, variant: 'algorithm1' })],
  ['CT with curvature', ct({ hessian: 'finite-difference' })],
]

describe.each(methods)('%s', (_, method) => {
  test.each([2, 4])('in %i parts takes the steps of whole batches, within 1e-5', async (parts) => {
    const [whole, divided] = [await weightsAfter(method, 1), await weightsAfter(method, parts)]
    for (const key of ['weights', 'losses'] as const)
      for (const [i, value] of divided[key].entries())
        expect(Math.abs(value - whole[key][i]!)).toBeLessThan(1e-5)
  })
})

test('each part goes through the network by itself, with its share of the positives', async () => {
  const seen: number[][] = []
  const model = toyModel()
  const spy: TrainableModel = {
    ...model,
    apply: (images, mode) => {
      if (mode.training) seen.push([images.shape[0]])
      return model.apply(images, mode)
    },
  }
  await eventsOf(spy, aucSc(), { accumulate: 4, gradientEvaluations: 1, evaluations: 1 })
  model.dispose()
  expect(seen).toEqual([[4], [4], [4], [4]])
})

test.each([
  [{ accumulate: 3 }, 'a batch of 16 cannot be divided into 3 parts'],
  [{ accumulate: 8 }, '4 positives cannot be shared by 8 parts of a batch'],
  [{ accumulate: 0 }, 'accumulate must be an integer ≥ 1, got 0'],
])('refuses %o', async (options, message) => {
  const model = toyModel()
  await expect(eventsOf(model, aucSc(), options)).rejects.toThrow(message)
  model.dispose()
})

test('several labels: binary cross-entropy and the AUC loss of each, and the mean of their AUC', async () => {
  const model = toyModel({ labels: 2 })
  const ofTwo = (seed: number) => {
    const source = toySource({ seed })
    return {
      ...source,
      batch: async (step: number) => {
        const batch = await source.batch(step)
        // The second label is bright where the first is not, but for one image of each.
        const labels = Float32Array.from(batch.labels).map((label) => label)
        const both = Float32Array.from({ length: 32 }, (_, i) =>
          i % 2 === 0 ? labels[i / 2]! : 1 - labels[(i - 1) / 2]!,
        )
        return { ...batch, labels: both }
      },
    }
  }
  const sources = [ofTwo(1), ofTwo(2)]
  const options = { sources, validation: ofTwo(3), labels: 2, gradientEvaluations: 200 }
  const events = await eventsOf(model, ct({ learningRate: 0.5 }), options)
  const last = events.at(-1)!
  expect(last.kind === 'evaluation' && last.validation.auc).toBeGreaterThan(0.85)
  const [first, second] = [0, 1].map((column) => [
    ...tf.tidy(() => tf.slice(model.parameters.weight!, [0, column], [-1, 1]).dataSync()),
  ])
  // What speaks for one label speaks against the other.
  expect(first!.reduce((sum, w, i) => sum + w * second![i]!, 0)).toBeLessThan(0)
  model.dispose()
})

test('a network that draws gets numbers that depend on seed, batch and step alone', async () => {
  const drawn = async (seed: number, steps: number) => {
    const model = toyModel()
    const seen: number[][] = []
    const spy: TrainableModel = {
      ...model,
      noise: 3,
      apply: (images, mode) => {
        if (mode.training) {
          expect(mode.noise!.shape).toEqual([16, 3])
          seen.push([...mode.noise!.dataSync()])
        } else expect(mode.noise).toBeUndefined()
        return model.apply(images, mode)
      },
    }
    await eventsOf(spy, ct(), { seed, gradientEvaluations: 2 * steps, evaluations: 1 })
    model.dispose()
    return seen
  }
  const first = await drawn(1, 2)
  expect(first).toHaveLength(4)
  expect(new Set(first.map(String)).size).toBe(4)
  for (const value of first.flat()) expect(value >= 0 && value < 1).toBe(true)
  expect(await drawn(1, 3)).toEqual([...first, ...(await drawn(1, 3)).slice(4)])
  expect(await drawn(2, 2)).not.toEqual(first)
})
