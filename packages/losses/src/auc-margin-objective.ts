/** The AUC-margin loss without its auxiliary variables: the number to monitor. */
import type * as tf from '@tensorflow/tfjs-core'
import { type AucMarginOptions, saddleOptimum } from './auc-saddle.ts'

/** Options of {@link aucMarginObjective}. */
export interface AucMarginObjectiveOptions extends AucMarginOptions {
  /** Upper bound u ≥ 0 of alpha: Ω = [0, u]. Default: none. */
  readonly alphaMax?: number
}

/**
 * Optimum of `aucMargin` over `a`, `b` and 0 ≤ `alpha` ≤ `alphaMax`, in closed form:
 *
 *     prior 'none':  var₊(f) + var₋(f) + max(0, m + mean₋ f − mean₊ f)²
 *
 * with biased class variances; prior `'batch'` is p(1−p) times that. Where the gap g = m + mean₋ f − mean₊ f exceeds
 * `alphaMax` = u, its square becomes u(2g − u). Never negative, 0 only when every positive scores one value, every negative
 * one value, and the two are at least the margin apart. It depends on scores and labels alone, so that training and
 * validation can be compared. A NaN score gives NaN.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1) or not one per label, or `alphaMax` < 0
 * @see Ying, Wen and Lyu, Stochastic online AUC maximization, NIPS 2016 (the square loss as a min-max problem)
 */
export function aucMarginObjective(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { alphaMax = Number.POSITIVE_INFINITY, ...options }: AucMarginObjectiveOptions = {},
): tf.Scalar {
  if (!(alphaMax >= 0)) throw new RangeError(`alphaMax must be ≥ 0, got ${alphaMax}`)
  return saddleOptimum(labels, scores, [0, alphaMax], options)
}
