/** The AUC-margin loss without its auxiliary variables: the number to monitor. */
import * as tf from '@tensorflow/tfjs-core'
import type { AucMarginOptions } from './auc-margin.ts'
import { classWeights } from './class-weights.ts'
import { transformScores } from './score-transform.ts'

/**
 * Optimum of `aucMargin` over `a`, `b` and `alpha` ≥ 0, in closed form:
 *
 *     prior 'none':  var₊(f) + var₋(f) + max(0, m + mean₋ f − mean₊ f)²
 *
 * with biased class variances; prior `'batch'` is p(1−p) times that. Never negative, 0 only when every positive scores one
 * value, every negative one value, and the two are at least the margin apart. It depends on scores and labels alone, so
 * that training and validation can be compared.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1)
 * @see Ying, Wen and Lyu, Stochastic online AUC maximization, NIPS 2016 (the square loss as a min-max problem)
 */
export function aucMarginObjective(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { margin = 1, prior = 'none', scoreTransform = 'sigmoid' }: AucMarginOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const { positive, negative, scale } = classWeights(labels, prior)
    const f = transformScores(tf.reshape(scores, positive.shape), scoreTransform)
    const spread = tf.add(weightedVariance(f, positive), weightedVariance(f, negative))
    const gap = tf.add(tf.mul(scale, margin), tf.sum(tf.mul(tf.sub(negative, positive), f), 0))
    // The maximum over alpha ≥ 0 of 2·alpha·gap − scale·alpha².
    const separation = tf.divNoNan(tf.square(tf.relu(gap)), scale)
    return tf.mean(tf.add(spread, separation))
  })
}

/** Σ w(f − mean)², two passes, so that close scores do not cancel. */
function weightedVariance(f: tf.Tensor, weights: tf.Tensor): tf.Tensor {
  const mean = tf.divNoNan(tf.sum(tf.mul(weights, f), 0), tf.sum(weights, 0))
  return tf.sum(tf.mul(weights, tf.square(tf.sub(f, mean))), 0)
}
