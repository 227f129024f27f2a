/** One method on one task, from random weights to test scores. */
import {
  type Augmentation,
  type BatchLoader,
  type BinaryImageSet,
  balancedBatches,
  loadBatches,
  orderedBatches,
  uniformBatches,
} from '@deepauc/datasets'
import {
  type EvaluationEvent,
  evaluate,
  type Method,
  type StepEvent,
  train,
} from '@deepauc/trainer'
import { networkCalled } from './networks.ts'
import { sessionCompiler } from './session-compiler.ts'
import type { ComparisonSettings } from './settings.ts'
import type { Task } from './task.ts'

/** What is left of a run when it is over. */
export interface RunResult {
  readonly method: string
  readonly curve: readonly {
    readonly steps: number
    readonly gradientEvaluations: number
    readonly seconds: number
    readonly trainingLoss: number
    readonly validationAuc: number
    readonly validationObjective: number
  }[]
  readonly test: { readonly labels: Float32Array; readonly scores: Float32Array }
  readonly validationAuc: number
  readonly gradientEvaluations: number
  readonly steps: number
  /** Seconds of training, without evaluation. */
  readonly seconds: number
}

// Twice as many images fit into a batch when nothing is kept for a backward pass.
const evaluationBatchSize = 256
// No crops: with a few epochs to train, they cost every method 0.04 to 0.05 of AUC.
const augmentation: Augmentation = { flip: true }

/** Trains, tells every event, and scores the test part with the weights after the last step. */
export async function* runMethod(
  method: Method,
  task: Task,
  settings: ComparisonSettings,
): AsyncGenerator<StepEvent | EvaluationEvent, RunResult, void> {
  const { network, seed, precision, gradientEvaluations, evaluations } = settings
  const compiler = sessionCompiler(precision)
  // Samplers refuse impossible batches, so they come before the network's memory.
  const sources = trainingSources(method, task.train, settings)
  const model = networkCalled(network, { seed, channels: task.train.shape[3] })
  const validation = evaluationSource(task.validation)
  const test = evaluationSource(task.test)
  const predictor = compiler.predictor(model)
  const points: EvaluationEvent[] = []
  try {
    const budget = { gradientEvaluations, evaluations }
    const options = { model, method, sources, validation, compiler, predictor, ...budget }
    for await (const event of train(options)) {
      if (event.kind === 'evaluation') points.push(event)
      yield event
    }
    const { labels, scores } = await evaluate(predictor, test)
    return summarise(method, points, { labels, scores })
  } finally {
    compiler.dispose()
    model.dispose()
    await Promise.all([...sources, validation, test].map((source) => source.close()))
  }
}

function trainingSources(
  method: Method,
  part: BinaryImageSet,
  { batchSize, positiveRate, seed }: ComparisonSettings,
): BatchLoader[] {
  const samplings = method.stages.flatMap((stage) => stage.batches)
  return samplings.map((sampling, i) => {
    const options = { batchSize, seed, purpose: `batch ${i + 1}` }
    const sampler =
      sampling === 'balanced'
        ? balancedBatches(part.labels, { ...options, positiveRate })
        : uniformBatches(part.labels.length, options)
    return loadBatches(part, sampler, { augmentation })
  })
}

function evaluationSource(part: BinaryImageSet): BatchLoader {
  const sampler = orderedBatches(part.labels.length, { batchSize: evaluationBatchSize })
  return loadBatches(part, sampler, { workers: 0 })
}

function summarise(
  method: Method,
  points: readonly EvaluationEvent[],
  test: RunResult['test'],
): RunResult {
  const last = points.at(-1) as EvaluationEvent
  return {
    method: method.name,
    curve: points.map(({ step, gradientEvaluations, seconds, trainingLoss, validation }) => ({
      steps: step,
      gradientEvaluations,
      seconds,
      trainingLoss,
      validationAuc: validation.auc,
      validationObjective: validation.objective,
    })),
    test,
    validationAuc: last.validation.auc,
    gradientEvaluations: last.gradientEvaluations,
    steps: last.step,
    seconds: last.seconds,
  }
}
