/** The weight of every example in the AUC-margin loss. */
import * as tf from '@tensorflow/tfjs-core'

/**
 * How the two classes are weighed: `'none'` gives both the same weight (class means), `'batch'` takes the share of
 * positives in the batch for p, a number in (0, 1) is p itself, as a rule the share of positives in the training set.
 */
export type Prior = 'none' | 'batch' | number

export interface ClassWeights {
  /** `[n, labels]`: weight of an example as a positive, 0 where it is none. */
  readonly positive: tf.Tensor2D
  /** `[n, labels]`: weight of an example as a negative, 0 where it is none. */
  readonly negative: tf.Tensor2D
  /** `[labels]`: weight of the terms of the dual variable, p(1−p) or 1. */
  readonly scale: tf.Tensor
}

/**
 * Weights per example, so that Φ is one formula for every prior:
 *
 *     prior 'none':  w₊ = 1/n₊,     w₋ = 1/n₋,  scale = 1
 *     prior p:       w₊ = (1−p)/n,  w₋ = p/n,   scale = p(1−p)
 *
 * Class sizes come from the labels (never from non-zero scores, which is how LibAUC #75 divides by zero).
 */
export function classWeights(labels: tf.Tensor, prior: Prior): ClassWeights {
  if (typeof prior === 'number' && !(prior > 0 && prior < 1))
    throw new RangeError(
      `prior must be 'none', 'batch' or a share of positives in (0, 1), got ${prior}`,
    )
  const columns = tf.reshape(labels, [labels.shape[0] ?? 1, -1]) as tf.Tensor2D
  const isPositive = tf.cast(tf.equal(columns, 1), 'float32')
  const isNegative = tf.cast(tf.equal(columns, 0), 'float32')
  const positives = tf.sum(isPositive, 0)
  const negatives = tf.sum(isNegative, 0)
  const known = tf.add(positives, negatives)
  if (prior === 'none')
    return {
      positive: tf.divNoNan(isPositive, positives),
      negative: tf.divNoNan(isNegative, negatives),
      scale: tf.onesLike(known),
    }
  const p = prior === 'batch' ? tf.divNoNan(positives, known) : tf.fill(known.shape, prior)
  const q = tf.sub(1, p)
  return {
    positive: tf.mul(isPositive, tf.divNoNan(q, known)),
    negative: tf.mul(isNegative, tf.divNoNan(p, known)),
    scale: tf.mul(p, q),
  }
}
