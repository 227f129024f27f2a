import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  aucCe,
  aucSc,
  type BatchSource,
  ce,
  ct,
  DivergedError,
  evaluate,
  type Method,
  type Predictor,
  type TrainingEvent,
  type TrainOptions,
  train,
  trainingPlan,
  tsDec,
  tsDrw,
} from '../src/index.ts'
import { deepToyModel, eventsOf, toyModel, toySource } from './toy.ts'

async function run(
  method: Method,
  {
    model = toyModel(),
    ...options
  }: Partial<TrainOptions> & { model?: ReturnType<typeof toyModel> } = {},
) {
  try {
    const events = await eventsOf(model, method, options)
    const { auc, objective } = await evaluate(model, toySource({ seed: 99 }))
    const weights = Object.values(model.parameters).map((variable) => [...variable.dataSync()])
    return { events, auc, objective, weights }
  } finally {
    model.dispose()
  }
}

const methods: [string, Method][] = [
  ['CE', ce()],
  ['AUCsc', aucSc({ learningRate: 0.5 })],
  ['AUC-CE', aucCe()],
  ['TS-DRW', tsDrw()],
  ['TS-DEC', tsDec({ second: { learningRate: 0.2 } })],
  ['CT', ct({ learningRate: 0.5 })],
  ['CT, algorithm1', ct({ variant: 'algorithm1', learningRate: 0.5 })],
  ['CT, k = 3', ct({ innerSteps: 3 })],
  ['CT, S1 = S2', ct({ sameBatch: true })],
]

test('the toy network is worse than 0.7 before it learns', async () => {
  const model = deepToyModel()
  expect((await evaluate(model, toySource({ seed: 99 }))).auc).toBeLessThan(0.7)
  model.classifier!.redraw()
  expect((await evaluate(model, toySource({ seed: 99 }))).auc).toBeLessThan(0.7)
  model.dispose()
})

describe.each(methods)('%s', (name, method) => {
  test('learns, and spends what it has planned', async () => {
    const plan = trainingPlan(method, { gradientEvaluations: 400, batchesPerEpoch: 4 })
    const { events, auc } = await run(method, { model: deepToyModel(), gradientEvaluations: 400 })
    const steps = events.filter((event) => event.kind === 'step')
    expect(steps).toHaveLength(plan.steps!)
    expect(steps.at(-1)!.gradientEvaluations).toBe(plan.gradientEvaluations)
    expect(plan.gradientEvaluations).toBe(name === 'TS-DEC' ? 440 : 400)
    expect(auc).toBeGreaterThan(0.85)
  })

  test('gives the same weights and events again', async () => {
    const again = () => run(method, { model: deepToyModel() })
    const [first, second] = [await again(), await again()]
    const untimed = ({ seconds: _, ...event }: TrainingEvent) => event
    expect(second.weights).toEqual(first.weights)
    expect(second.events.map(untimed)).toEqual(first.events.map(untimed))
  })
})

test('asks each source for the steps of its stage', async () => {
  const sources = [1, 2].map((seed) => toySource({ seed }))
  await run(ct(), { sources, gradientEvaluations: 6 })
  expect(sources.map(({ asked }) => asked)).toEqual([
    [0, 1, 2],
    [0, 1, 2],
  ])
})

test('wants a source for each batch', async () => {
  const model = toyModel()
  await expect(eventsOf(model, ct(), { sources: [toySource({ seed: 1 })] })).rejects.toThrow(
    new RangeError('CT needs a source for each of 2 batches (uniform, balanced), got 1'),
  )
  model.dispose()
})

test('evaluates the inner point where the optimizer asks for it, and leaves it in the model', async () => {
  const at = (evaluateAt: 'weights' | 'innerPoint') =>
    run(ct({ variant: 'algorithm1', evaluateAt }), { evaluations: 3 })
  const [weights, innerPoint] = [await at('weights'), await at('innerPoint')]
  const losses = ({ events }: typeof weights) =>
    events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  expect(losses(innerPoint)).toEqual(losses(weights))
  expect(innerPoint.weights).not.toEqual(weights.weights)
  for (const { events, auc, objective } of [weights, innerPoint])
    expect(events.at(-1)).toMatchObject({ kind: 'evaluation', validation: { auc, objective } })
  expect(innerPoint.objective).not.toBe(weights.objective)
})

test('scores the validation part by the predictor, with the weights that are to be evaluated', async () => {
  const method = ct({ variant: 'algorithm1', evaluateAt: 'innerPoint' })
  const model = toyModel()
  const seen: number[] = []
  const predictor: Predictor = {
    apply(images, mode) {
      seen.push(images.shape[0])
      expect(mode).toEqual({ training: false })
      return model.apply(images, mode)
    },
  }
  const { events } = await run(method, { model, predictor, evaluations: 3 })
  const { events: expected } = await run(method, { evaluations: 3 })
  const validations = (all: TrainingEvent[]) =>
    all.flatMap((event) => (event.kind === 'evaluation' ? [event.validation] : []))
  expect(validations(events)).toEqual(validations(expected))
  expect(seen).toEqual(Array(3 * 4).fill(16))
})

test('evaluates evenly and at the end; training loss is the mean since the evaluation before', async () => {
  const { events } = await run(ce(), { gradientEvaluations: 10, evaluations: 4 })
  const evaluations = events.filter((event) => event.kind === 'evaluation')
  expect(evaluations.map(({ step }) => step)).toEqual([3, 5, 8, 10])
  const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  const mean = (losses[3]! + losses[4]!) / 2
  expect(evaluations[1]!.trainingLoss).toBeCloseTo(mean, 12)
})

test('evaluates after every step where there are as many evaluations', async () => {
  const { events } = await run(ce(), { gradientEvaluations: 49, evaluations: 49 })
  const evaluations = events.filter((event) => event.kind === 'evaluation')
  expect(evaluations.map(({ step }) => step)).toEqual(Array.from({ length: 49 }, (_, i) => i + 1))
})

test('a budget in seconds ends with an evaluation, also of a stage that comes on top of it', async () => {
  for (const method of [ct(), tsDec({ epochs: 2 })]) {
    const model = deepToyModel()
    const batches = method.stages.flatMap((stage) => stage.batches)
    const events: TrainingEvent[] = []
    const sources = batches.map((_, i) => toySource({ seed: i + 1 }))
    const validation = toySource({ seed: 99 })
    const options = { model, method, sources, validation, seconds: 0.05, evaluations: 2 }
    for await (const event of train(options)) events.push(event)
    model.dispose()
    const steps = events.filter((event) => event.kind === 'step')
    expect(events.at(-1)).toMatchObject({ kind: 'evaluation', step: steps.length })
  }
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

test.each([
  [{ evaluations: 0 }, 'evaluations must be an integer ≥ 1, got 0'],
  [{ evaluations: 1.5 }, 'evaluations must be an integer ≥ 1, got 1.5'],
  [{ gradientEvaluations: 0 }, 'gradientEvaluations must be an integer ≥ 1, got 0'],
])('refuses %o before the first step', async (options, message) => {
  const source = toySource({ seed: 1 })
  await expect(run(ce(), { sources: [source], ...options })).rejects.toThrow(message)
  expect(source.asked).toEqual([])
})
