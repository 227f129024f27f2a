/** A training in which everything happens that a compiled step has to repeat. */
import { aucMargin, crossEntropy } from '@deepauc/losses'
import type { Model } from '@deepauc/models'
import {
  namedVariables,
  type Optimizer,
  type OptimizerState,
  setLearningRates,
} from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { wave } from './reference.ts'

export type Batch = [tf.Tensor4D, tf.Tensor1D, tf.Tensor4D, tf.Tensor1D]

export interface Training {
  step(...batch: Batch): { outer: tf.Scalar; inner?: tf.Scalar }
  setLearningRates(multiplier: number): void
  /** Weights, statistics, a, b, alpha and the state of the optimizer. */
  readonly variables: Readonly<Record<string, tf.Variable>>
  dispose(): void
}

export function createTraining<State extends OptimizerState>(
  model: Model,
  optimizer: Optimizer<State>,
): Training {
  const scalar = () => tf.tidy(() => tf.variable(tf.scalar(0)))
  const auc = { a: scalar(), b: scalar(), alpha: scalar() }
  const state = optimizer.init({ weights: model.parameters, auc })
  const apply = (images: tf.Tensor4D) => model.apply(images, { training: true })
  const variables = {
    ...model.parameters,
    ...model.statistics,
    ...auc,
    ...namedVariables(state),
  }
  return {
    step: (images1, labels1, images2, labels2) =>
      optimizer.step(
        {
          weights: model.parameters,
          auc,
          inner: () => crossEntropy(labels1, apply(images1)),
          outer: () => aucMargin(labels2, apply(images2), auc),
        },
        state,
      ),
    setLearningRates: (multiplier) => setLearningRates(optimizer, state, multiplier),
    variables,
    dispose: () => tf.dispose(variables),
  }
}

/** Two batches of images without a pattern. */
export function createBatch([n, ...image]: [number, number, number, number], seed: number): Batch {
  const images = (phase: number) => wave([n, ...image], phase) as tf.Tensor4D
  const labels = (period: number) =>
    tf.tensor1d(Array.from({ length: n }, (_, i) => Number((i + seed) % period === 0)))
  return [images(seed), labels(2), images(seed + 0.5), labels(3)]
}

/** Runs `steps` steps with a falling learning rate; all losses, then all variables after `finish`. */
export function train(
  training: Training,
  {
    step = training.step,
    steps,
    shape,
    finish = () => {},
  }: {
    step?: Training['step']
    steps: number
    shape: [number, number, number, number]
    finish?: () => void
  },
): number[][] {
  const losses = Array.from({ length: steps }, (_, i) => {
    training.setLearningRates(i < 2 ? 1 : 0.1)
    return tf.tidy(() => {
      const { outer, inner } = step(...createBatch(shape, i))
      return [outer, inner ?? outer].map((loss) => loss.dataSync()[0] as number)
    })
  })
  finish()
  return [...losses, ...Object.values(training.variables).map((v) => [...v.dataSync()])]
}
