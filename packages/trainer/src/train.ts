/** The training loop. */
import { setImmediate } from 'node:timers/promises'
import { assertBothClasses } from '@deepauc/losses'
import { namedVariables, type StepLosses, setLearningRates, stepDecay } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { DivergedError } from './diverged-error.ts'
import { evaluate } from './evaluate.ts'
import type { TrainingEvent } from './events.ts'
import type { BatchTensors, Method } from './method.ts'
import type { Batch, BatchSource, TrainableModel } from './structures.ts'

export interface TrainOptions {
  readonly model: TrainableModel
  readonly method: Method
  /** One source for each batch of the method's step, in its order. */
  readonly sources: readonly BatchSource[]
  /** Budget in gradient evaluations: a batch once through forward and backward counts 1, for every method. */
  readonly gradientEvaluations: number
  /** Multiplier of all learning rates at a progress in [0, 1]. Default: ÷10 at 50 % and at 75 %. */
  readonly schedule?: (progress: number) => number
  /** Scored `evaluations` times, evenly spaced, the last time after the last step. */
  readonly validation: BatchSource
  /** Default 10. */
  readonly evaluations?: number
}

/**
 * Trains the model in place and tells about it: an event for every step and every evaluation. Stop by leaving the loop.
 *
 * @throws DivergedError if a loss is NaN or infinite
 * @throws RangeError if a batch of an AUC loss lacks a class
 * @example
 * for await (const event of train({ model, method: ct(), sources, validation, gradientEvaluations: 600 }))
 *   if (event.kind === 'evaluation') console.log(event.step, event.validation.auc)
 */
export async function* train({
  model,
  method,
  sources,
  gradientEvaluations,
  schedule = stepDecay(),
  validation,
  evaluations = 10,
}: TrainOptions): AsyncGenerator<TrainingEvent, void, void> {
  const auc = { a: scalarVariable(), b: scalarVariable(), alpha: scalarVariable() }
  const state = method.optimizer.init({ weights: model.parameters, auc })
  const steps = Math.max(1, Math.floor(gradientEvaluations / method.gradientEvaluations))
  const update = (batches: readonly BatchTensors[]) =>
    method.optimizer.step(method.problem({ model, auc }, batches), state)

  let seconds = 0
  let lossSum = 0
  let evaluatedAt = 0
  try {
    for (let step = 1; step <= steps; step++) {
      const started = performance.now()
      setLearningRates(method.optimizer, state, schedule((step - 1) / steps))
      const batches = await Promise.all(sources.map((source) => source.batch(step - 1)))
      checkClasses(method, batches)
      const losses = readLosses(tf.tidy(() => update(batches.map(toTensors))))
      if (!Object.values(losses).every(Number.isFinite))
        throw new DivergedError(
          step,
          batches.map(({ indices }) => [...indices]),
        )
      seconds += (performance.now() - started) / 1000
      lossSum += losses.loss
      const progress = { step, gradientEvaluations: step * method.gradientEvaluations, seconds }
      yield { kind: 'step', ...progress, ...losses }

      if (
        Math.floor((step * evaluations) / steps) > Math.floor(((step - 1) * evaluations) / steps)
      ) {
        const { auc, objective } = await evaluate(model, validation)
        const trainingLoss = lossSum / (step - evaluatedAt)
        yield { kind: 'evaluation', ...progress, trainingLoss, validation: { auc, objective } }
        lossSum = 0
        evaluatedAt = step
      }
      await setImmediate() // Node delivers signals between macrotasks only.
    }
  } finally {
    tf.dispose([...Object.values(auc), ...Object.values(namedVariables(state))])
  }
}

function scalarVariable(): tf.Variable {
  return tf.tidy(() => tf.variable(tf.scalar(0)))
}

/** An AUC loss is undefined without a pair; cross-entropy takes any batch. */
function checkClasses({ batches }: Method, drawn: readonly Batch[]): void {
  for (const [i, { labels }] of drawn.entries())
    if (batches[i] === 'balanced') assertBothClasses(labels)
}

function toTensors({ images, labels, shape }: Batch): BatchTensors {
  return { images: tf.tensor4d(images, shape), labels: tf.tensor1d(labels) }
}

function readLosses({ inner, outer }: StepLosses): { loss: number; innerLoss?: number } {
  const loss = outer.dataSync()[0] as number
  const innerLoss = inner?.dataSync()[0]
  tf.dispose(inner === undefined ? [outer] : [outer, inner])
  return innerLoss === undefined ? { loss } : { loss, innerLoss }
}
