import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  aucSc,
  type BatchSource,
  ce,
  ct,
  DivergedError,
  evaluate,
  type Method,
  type TrainingEvent,
  type TrainOptions,
  train,
} from '../src/index.ts'
import { toyModel, toySource } from './toy.ts'

async function run(method: Method, options: Partial<TrainOptions> = {}) {
  const model = toyModel()
  const sources = method.batches.map((_, i) => toySource({ seed: i + 1 }))
  const validation = toySource({ seed: 99 })
  const events: TrainingEvent[] = []
  const all = { model, method, sources, validation, gradientEvaluations: 40, ...options }
  try {
    for await (const event of train(all)) events.push(event)
    const { auc } = await evaluate(model, validation)
    const weights = [...model.parameters.weight!.dataSync()]
    return { events, sources, auc, weights }
  } finally {
    model.dispose()
  }
}

const methods = [
  ce(),
  aucSc({ learningRate: 0.5 }),
  ct({ learningRate: 0.5 }),
  ct({ variant: 'libauc' }),
]

describe.each(methods.map((method) => [method.name, method] as const))('%s', (_, method) => {
  test('learns, within its budget of gradient evaluations', async () => {
    const { events, auc, sources } = await run(method, { gradientEvaluations: 400 })
    const steps = events.filter((event) => event.kind === 'step')
    expect(steps).toHaveLength(400 / method.gradientEvaluations)
    expect(steps.at(-1)!.gradientEvaluations).toBe(400)
    for (const { asked } of sources) expect(asked).toEqual(steps.map((_, i) => i))
    expect(auc).toBeGreaterThan(0.85)
  })

  test('gives the same weights and events again', async () => {
    const [first, second] = [await run(method), await run(method)]
    const untimed = ({ seconds: _, ...event }: TrainingEvent) => event
    expect(second.weights).toEqual(first.weights)
    expect(second.events.map(untimed)).toEqual(first.events.map(untimed))
  })
})

test('evaluates evenly and at the end; training loss is the mean since the evaluation before', async () => {
  const { events } = await run(ce(), { gradientEvaluations: 10, evaluations: 4 })
  const evaluations = events.filter((event) => event.kind === 'evaluation')
  expect(evaluations.map(({ step }) => step)).toEqual([3, 5, 8, 10])
  const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  const mean = (losses[3]! + losses[4]!) / 2
  expect(evaluations[1]!.trainingLoss).toBeCloseTo(mean, 12)
})

test('divides the learning rates by 10 at half and at three quarters', async () => {
  const asked: number[] = []
  const schedule = (progress: number) => {
    asked.push(progress)
    return 1
  }
  await run(ce(), { gradientEvaluations: 4, schedule })
  expect(asked).toEqual([0, 0.25, 0.5, 0.75])
  const constant = await run(ce(), { schedule: () => 1 })
  const { weights } = await run(ce())
  expect(weights).not.toEqual(constant.weights)
})

test('stops when its loop is left and frees its state', async () => {
  const model = toyModel()
  const source = toySource({ seed: 1 })
  const before = tf.memory().numTensors
  const options = { model, method: ce(), sources: [source], validation: source }
  for await (const event of train({ ...options, gradientEvaluations: 100 })) {
    if (event.step === 3) break
  }
  expect(source.asked).toHaveLength(3)
  expect(tf.memory().numTensors).toBe(before)
  model.dispose()
})

test('names step and examples of a loss that is not finite', async () => {
  const good = toySource({ seed: 1 })
  const bad: BatchSource = {
    ...good,
    async batch(step) {
      const batch = await good.batch(step)
      return step === 2 ? { ...batch, images: batch.images.fill(Number.NaN) } : batch
    },
  }
  const error = await run(ce(), { sources: [bad] }).catch((e) => e)
  expect(error).toBeInstanceOf(DivergedError)
  expect(error.step).toBe(3)
  expect(error.indices).toEqual([Array.from({ length: 16 }, (_, i) => 32 + i)])
})

test('refuses a batch of one class for an AUC loss, not for cross-entropy', async () => {
  const oneClass = () => toySource({ seed: 1, positives: 0 })
  await expect(run(aucSc(), { sources: [oneClass()] })).rejects.toThrow('no positive example')
  await expect(run(ct(), { sources: [oneClass(), oneClass()] })).rejects.toThrow('no positive')
  const mixed = [oneClass(), toySource({ seed: 2 })]
  await expect(run(ct(), { sources: mixed, gradientEvaluations: 4 })).resolves.toBeDefined()
})
