import { describe, expect, test } from 'vitest'
import {
  aucCe,
  aucSc,
  type Checkpoint,
  ce,
  ct,
  type Method,
  type TrainingEvent,
  type TrainingResult,
  type TrainOptions,
  train,
  tsDec,
  tsDrw,
} from '../src/index.ts'
import { deepToyModel, toySource } from './toy.ts'

const methods: [string, Method][] = [
  ['CE', ce()],
  ['AUCsc', aucSc()],
  ['AUCsc by Adam', aucSc({ mode: 'adam', epochDecay: 2e-3 })],
  ['AUC-CE', aucCe()],
  ['TS-DRW', tsDrw()],
  ['TS-DEC', tsDec({ epochs: 2 })],
  ...[1, 2, 3].flatMap((innerSteps): [string, Method][] => [
    [`CT, k = ${innerSteps}`, ct({ innerSteps, epochDecay: 2e-3 })],
    [`CT, k = ${innerSteps}, S1 = S2`, ct({ innerSteps, sameBatch: true })],
    [
      `CT, Algorithm 1, k = ${innerSteps}`,
      ct({ innerSteps, variant: 'algorithm1', scaling: 'adam', evaluateAt: 'innerPoint' }),
    ],
  ]),
]

interface Outcome {
  readonly events: readonly object[]
  readonly weights: Readonly<Record<string, readonly number[]>>
  readonly result: TrainingResult | undefined
  readonly checkpoints: readonly Checkpoint[]
}

/** Trains, up to the step `until` if it is given, as a process that is killed then. */
async function run(
  method: Method,
  { until, ...options }: Partial<TrainOptions> & { readonly until?: number } = {},
): Promise<Outcome> {
  const deep = deepToyModel()
  const model = { ...deep, statistics: { mean: deep.mean } }
  const batches = method.stages.flatMap((stage) => stage.batches)
  const sources = batches.map((_, i) => toySource({ seed: i + 1 }))
  const checkpoints: Checkpoint[] = []
  const store = {
    every: 3,
    save: async (checkpoint: Checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
  }
  const training = train({
    model,
    method,
    sources,
    validation: toySource({ seed: 99 }),
    gradientEvaluations: 24,
    evaluations: 4,
    checkpoints: store,
    ...options,
  } as TrainOptions)
  try {
    const { events, result } = await consume(training, until)
    const weights = Object.entries({ ...model.parameters, ...model.statistics }).map(
      ([name, variable]) => [name, [...variable.dataSync()]],
    )
    return {
      events: events.map(untimed),
      weights: Object.fromEntries(weights),
      result,
      checkpoints,
    }
  } finally {
    deep.dispose()
  }
}

async function consume(training: ReturnType<typeof train>, until: number | undefined) {
  const events: TrainingEvent[] = []
  for (;;) {
    const { done, value } = await training.next()
    if (done) return { events, result: value }
    events.push(value)
    if (value.kind !== 'step' || value.step !== until) continue
    await training.return(undefined as never)
    return { events, result: undefined }
  }
}

function untimed({ seconds: _, ...event }: TrainingEvent): object {
  return event
}

describe.each(methods)('%s', (_name, method) => {
  test('goes on from any checkpoint to the same weights, best weights and events', async () => {
    const whole = await run(method)
    expect(whole.checkpoints.length).toBeGreaterThan(3)
    for (const from of whole.checkpoints) {
      const rest = await run(method, { from: JSON.parse(JSON.stringify(from), revive) })
      expect(rest.weights).toEqual(whole.weights)
      expect(rest.result).toEqual(whole.result)
      const after = whole.events.findIndex(
        (event) =>
          'kind' in event && event.kind === 'checkpoint' && stepOf(event) === from.progress.step,
      )
      expect(rest.events).toEqual(whole.events.slice(after + 1))
    }
  })
})

function stepOf(event: object): number {
  return (event as TrainingEvent).step
}

/** Typed arrays as JSON has them. */
function revive(key: string, value: unknown): unknown {
  return key === 'data' ? Float32Array.from(Object.values(value as object)) : value
}

test('a run that is left between checkpoints repeats the steps since the last one', async () => {
  const whole = await run(ct())
  const killed = await run(ct(), { until: 8 })
  const from = killed.checkpoints.at(-1)!
  expect(from.progress.step).toBe(6)
  expect((await run(ct(), { from })).weights).toEqual(whole.weights)
})

test('a signal stops after the step, with a checkpoint, and inside of an evaluation before it ends', async () => {
  const whole = await run(ct())
  for (const at of ['step', 'evaluation'] as const) {
    const controller = new AbortController()
    const reason = new Error('stop')
    const checkpoints: Checkpoint[] = []
    const validation = toySource({ seed: 99 })
    const stopping = {
      ...validation,
      batch: (step: number) => {
        if (at === 'evaluation' && step === 1) controller.abort(reason)
        return validation.batch(step)
      },
    }
    const store = { save: async (checkpoint: Checkpoint) => void checkpoints.push(checkpoint) }
    const deep = deepToyModel()
    const training = train({
      model: { ...deep, statistics: { mean: deep.mean } },
      method: ct(),
      sources: [1, 2].map((seed) => toySource({ seed })),
      validation: stopping,
      gradientEvaluations: 24,
      evaluations: 4,
      checkpoints: store,
      signal: controller.signal,
    })
    const consume = async () => {
      for await (const event of training)
        if (at === 'step' && event.kind === 'step' && event.step === 2) controller.abort(reason)
    }
    await expect(consume()).rejects.toBe(reason)
    deep.dispose()
    expect(checkpoints).toHaveLength(1)
    const [from] = checkpoints
    expect(from!.progress).toMatchObject({
      step: at === 'step' ? 2 : 3,
      evaluationDue: at === 'evaluation',
    })
    const rest = await run(ct(), { from: from! })
    expect(rest.weights).toEqual(whole.weights)
    expect(rest.result).toEqual(whole.result)
  }
})

test('keeps the weights of the best evaluation, the earliest of equals', async () => {
  const { events, result, checkpoints } = await run(ce({ learningRate: 3 }))
  const evaluations = events.flatMap((event) => {
    const told = event as TrainingEvent
    return told.kind === 'evaluation' ? [{ step: told.step, auc: told.validation.auc }] : []
  })
  const most = Math.max(...evaluations.map(({ auc }) => auc))
  const best = evaluations.find(({ auc }) => auc === most)!
  expect(result!.best).toEqual({ step: best.step, auc: most })
  const there = checkpoints.find(({ progress }) => progress.step === best.step)!
  for (const [name, { data }] of Object.entries(result!.bestWeights))
    expect(data).toEqual(there.tensors[`model/${name}`]!.data)
})

test('refuses the checkpoint of another method or network', async () => {
  const { checkpoints } = await run(ct())
  const from = checkpoints[0]!
  await expect(run(ce(), { from })).rejects.toThrow('the checkpoint is one of CT, not of CE')
  const { 'model/mean': _, ...tensors } = from.tensors
  await expect(run(ct(), { from: { ...from, tensors } })).rejects.toThrow('mean is missing')
  await expect(run(ct({ innerSteps: 2 }), { from })).rejects.toThrow(
    'innerPoint/1/hidden is missing',
  )
})

test('weights that give no scores end the run', async () => {
  const saved: Checkpoint[] = []
  const store = { save: async (checkpoint: Checkpoint) => void saved.push(checkpoint) }
  const failing = run(ce({ learningRate: 1e38 }), { checkpoints: store, evaluations: 24 })
  await expect(failing).rejects.toThrow(/weights are not finite at step \d;/)
  for (const { progress } of saved) expect(progress.best!.auc).not.toBeNaN()
})

test('saves no weight that is not finite', async () => {
  const saved: Checkpoint[] = []
  const store = {
    every: 1,
    save: async (checkpoint: Checkpoint) => {
      saved.push(checkpoint)
      return `checkpoint ${checkpoint.progress.step}`
    },
  }
  const failing = run(ce({ learningRate: 1e38 }), { checkpoints: store })
  await expect(failing).rejects.toThrow(/not finite at step \d+;/)
  for (const { tensors } of saved)
    for (const { data } of Object.values(tensors)) expect(data.every(Number.isFinite)).toBe(true)
})
