/** The pairwise square loss of the AUC in its min-max form. */
import type * as tf from '@tensorflow/tfjs-core'
import { type AucMarginOptions, type AucVariables, saddleValue } from './auc-saddle.ts'

/**
 * AUC-square loss of a batch: the saddle value Φ of `aucMargin`, to be maximised over all `alpha` ∈ Ω = ℝ. The two losses
 * differ in Ω alone: an optimizer that minimises this one must not project `alpha`. `aucSquareObjective` is its optimum. A
 * missing class contributes nothing, a NaN score gives NaN.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else unknown and left out
 * @param scores of the same size
 * @param variables scalars, or `[labels]` each for several labels
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1), or variables or priors are not one per label
 * @see Yuan et al., ICLR 2022, eqs. 2-3 with Ω = ℝ
 * @see Ying, Wen and Lyu, Stochastic online AUC maximization, NIPS 2016
 * @example
 * const loss = aucSquare(labels, logits, { a, b, alpha }, { margin: 1 })
 */
export function aucSquare(
  labels: tf.Tensor,
  scores: tf.Tensor,
  variables: AucVariables,
  options: AucMarginOptions = {},
): tf.Scalar {
  return saddleValue(labels, scores, variables, options)
}
