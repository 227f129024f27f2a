/** The AUC as the mean of a surrogate over all pairs. */
import * as tf from '@tensorflow/tfjs-core'
import { type PairOptions, pairLoss, weightedPairs } from './pairs.ts'
import type { Surrogate } from './surrogate.ts'

/** Options of {@link pairwiseAuc}. */
export type PairwiseAucOptions = PairOptions<Surrogate>

/**
 * Pairwise surrogate of the AUC:
 *
 *     (1/(n₊n₋)) Σ_{i∈+} Σ_{j∈−} ℓ(f_i − f_j)
 *
 * with ℓ(t) = (m − t)², max(0, m − t)² or log(1 + exp(−m·t)). Memory and time grow with n²; for `'squared'`,
 * `aucSquareObjective` gives the same number in O(n). A batch without a pair gives 0; a NaN score gives NaN, even where the
 * label is unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if `margin` < 0 or there is no such surrogate
 * @see LibAUC, class PairwiseAUCLoss
 * @example
 * const loss = pairwiseAuc(labels, logits, { surrogate: 'logistic', scoreTransform: 'none' })
 */
export function pairwiseAuc(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { surrogate = 'squaredHinge', margin = 1, scoreTransform = 'sigmoid' }: PairwiseAucOptions = {},
): tf.Scalar {
  const allowed = ['squared', 'squaredHinge', 'logistic'] as const
  const options = { surrogate, margin, scoreTransform, allowed }
  return pairLoss(labels, scores, options, ({ positive, negative, losses }) =>
    weightedPairs(losses, tf.mul(positive, negative)),
  )
}
