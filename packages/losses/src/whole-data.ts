/** Losses of all data together, computed batch by batch, for probes. */
import * as tf from '@tensorflow/tfjs-core'
import { type AucMarginObjectiveOptions, aucMarginObjective } from './auc-margin-objective.ts'
import { crossEntropy } from './cross-entropy.ts'

type Loss = (labels: tf.Tensor, scores: tf.Tensor) => tf.Scalar

/** What is probed: a network on a fixed part of the data, without augmentation, batch by batch. */
export interface DecompositionProblem {
  /** The network's trainable weights by name, without a and b. */
  readonly weights: Readonly<Record<string, tf.Variable>>
  readonly batches: number
  /** `[n]` or `[n, labels]` of a batch, 0 … batches − 1. */
  readonly labels: (batch: number) => tf.Tensor
  /**
   * Raw scores `[n, labels]` of a batch at the current values of `weights`. Called several times for every batch: it must
   * not change anything, such as the statistics of batch normalisation.
   */
  readonly scores: (batch: number) => tf.Tensor
}

/** Options of {@link decomposition}. */
export interface DecompositionOptions extends AucMarginObjectiveOptions {
  /** Size of the inner step. */
  readonly innerLearningRate: number
  /** L_AVG. Default: `crossEntropy`. */
  readonly averageLoss?: Loss
  /** L_AUC. Default: `aucMarginObjective` with these options, which for another loss are not used. */
  readonly aucLoss?: Loss
}

/** @throws RangeError if there is nothing to probe */
export function lossesOf(
  { batches }: DecompositionProblem,
  { averageLoss, aucLoss, ...options }: Omit<DecompositionOptions, 'innerLearningRate'>,
): { readonly auc: Loss; readonly average: Loss } {
  if (!(batches >= 1)) throw new RangeError(`batches must be ≥ 1, got ${batches}`)
  return {
    auc: aucLoss ?? ((labels, scores) => aucMarginObjective(labels, scores, options)),
    average: averageLoss ?? crossEntropy,
  }
}

/** Of a loss of the scores of all batches by the weights, in one vector. */
export function gradientOf(
  problem: DecompositionProblem,
  loss: (scores: tf.Tensor) => tf.Scalar,
  scores: tf.Tensor[] = everyBatch(problem, problem.scores),
): tf.Tensor {
  return weightGradient(problem, scoreGradients(loss, scores))
}

export function everyBatch(
  { batches }: DecompositionProblem,
  of: (batch: number) => tf.Tensor,
): tf.Tensor[] {
  return Array.from({ length: batches }, (_, batch) => tf.tidy(() => of(batch)))
}

/** Gradient of a loss of all batches by the scores of each. */
function scoreGradients(loss: (scores: tf.Tensor) => tf.Scalar, scores: tf.Tensor[]): tf.Tensor[] {
  const sizes = scores.map((batch) => batch.shape[0] ?? 1)
  return tf.split(tf.grad(loss)(tf.concat(scores)), sizes)
}

/** Σ over batches of (∂ scores/∂ w)ᵀ · gradient by the scores, all weights in one vector. */
function weightGradient(
  { weights, scores }: DecompositionProblem,
  byScores: readonly tf.Tensor[],
): tf.Tensor {
  const variables = Object.values(weights)
  let total: tf.Tensor = tf.scalar(0)
  for (const [batch, byScore] of byScores.entries()) {
    const sum = tf.tidy(() => {
      const projection = () => tf.sum(tf.mul(scores(batch), byScore)) as tf.Scalar
      const { grads } = tf.variableGrads(projection, variables)
      const parts = variables.map((w) => tf.reshape(grads[w.name] ?? tf.zerosLike(w), [-1]))
      return tf.add(total, tf.concat(parts))
    })
    total.dispose()
    total = sum
  }
  return total
}

/** What `evaluate` returns at w − step. */
export function afterStep<T>(
  weights: DecompositionProblem['weights'],
  step: tf.Tensor,
  evaluate: () => T,
): T {
  const variables = Object.values(weights)
  const parts = tf.split(
    step,
    variables.map((w) => w.size),
  )
  const originals = variables.map((w) => tf.clone(w))
  const assign = (values: readonly tf.Tensor[]) =>
    variables.forEach((w, i) => {
      w.assign(values[i] as tf.Tensor)
    })
  try {
    assign(variables.map((w, i) => tf.sub(w, tf.reshape(parts[i] as tf.Tensor, w.shape))))
    return evaluate()
  } finally {
    assign(originals) // which share their data with the weights of before: nothing is rounded
  }
}
