/** The AUC-square loss without its auxiliary variables. */
import type * as tf from '@tensorflow/tfjs-core'
import { type AucMarginOptions, saddleOptimum } from './auc-saddle.ts'

/**
 * Optimum of `aucSquare` over `a`, `b` and `alpha` ∈ ℝ, in closed form:
 *
 *     prior 'none':  var₊(f) + var₋(f) + (m + mean₋ f − mean₊ f)²  =  mean over all pairs of (m − (f₊ − f₋))²
 *
 * with biased class variances; prior `'batch'` is p(1−p) times that. The pairwise square loss in O(n): unlike the AUC-margin
 * objective it also charges positives that lie more than the margin above the negatives. Never negative. A missing class
 * contributes nothing, a NaN score gives NaN.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1) or not one per label
 * @see Yuan et al., ICLR 2022, eqs. 2-3 with Ω = ℝ
 */
export function aucSquareObjective(
  labels: tf.Tensor,
  scores: tf.Tensor,
  options: AucMarginOptions = {},
): tf.Scalar {
  const everything = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const
  return saddleOptimum(labels, scores, everything, options)
}
