/** The weight of every example in the AUC losses. */
import * as tf from '@tensorflow/tfjs-core'
import { labelCount, labelIndicators } from './label-indicators.ts'

/**
 * How the two classes are weighed: `'none'` gives both the same weight (class means), `'batch'` takes the share of
 * positives in the batch for p, a number in (0, 1) is p itself, as a rule the share of positives in the training set. For
 * several labels an array holds one such number for each.
 */
export type Prior = 'none' | 'batch' | number | readonly number[]

export interface PriorWeights {
  /** `[n, labels]`: weight of an example as a positive, 0 where it is none. */
  readonly positive: tf.Tensor2D
  /** `[n, labels]`: weight of an example as a negative, 0 where it is none. */
  readonly negative: tf.Tensor2D
  /** `[n, labels]`: 1 where the label is known. */
  readonly known: tf.Tensor2D
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
export function priorWeights(labels: tf.Tensor, prior: Prior): PriorWeights {
  const fixed = typeof prior === 'string' ? undefined : fixedPrior(prior, labelCount(labels))
  const indicators = labelIndicators(labels)
  const known: tf.Tensor2D = tf.add(indicators.positive, indicators.negative)
  const positives = tf.sum(indicators.positive, 0)
  if (prior === 'none') {
    const negatives = tf.sum(indicators.negative, 0)
    return {
      positive: tf.divNoNan(indicators.positive, positives),
      negative: tf.divNoNan(indicators.negative, negatives),
      known,
      scale: tf.onesLike(positives),
    }
  }
  const n = tf.sum(known, 0)
  const p = fixed ?? tf.divNoNan(positives, n)
  const q = tf.sub(1, p)
  return {
    positive: tf.mul(indicators.positive, tf.divNoNan(q, n)),
    negative: tf.mul(indicators.negative, tf.divNoNan(p, n)),
    known,
    scale: tf.mul(p, q),
  }
}

function fixedPrior(prior: number | readonly number[], labels: number): tf.Tensor1D {
  const shares = typeof prior === 'number' ? Array<number>(labels).fill(prior) : prior
  if (shares.length !== labels)
    throw new RangeError(`prior must hold one share for each of ${labels} labels, got [${prior}]`)
  if (!shares.every((p) => p > 0 && p < 1))
    throw new RangeError(
      `prior must be 'none', 'batch' or a share of positives in (0, 1), got ${prior}`,
    )
  return tf.tensor1d([...shares])
}
