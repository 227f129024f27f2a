/** The min-max form of deep AUC maximization: the AUC-margin loss. */
import type * as tf from '@tensorflow/tfjs-core'
import { type AucMarginOptions, type AucVariables, saddleValue } from './auc-saddle.ts'

/**
 * AUC-margin loss of a batch: the saddle value Φ at the given `a`, `b`, `alpha`.
 *
 *     prior 'none':  mean₊(f − a)² + mean₋(f − b)² + 2α(m + mean₋ f − mean₊ f) − α²
 *     prior p:       (1/n) Σ [ (1−p)(f − a)²·1₊ + p(f − b)²·1₋ ] − p(1−p)α²
 *                    + 2α [ p(1−p)m + (1/n) Σ ( p·f·1₋ − (1−p)·f·1₊ ) ]
 *
 * f are the transformed scores, 1₊ and 1₋ the class indicators. Minimise over the scores' weights, `a` and `b`,
 * maximise over `alpha` ∈ Ω = [0, alphaMax]. Prior `'batch'` is p(1−p) times prior `'none'`. Gradients are in closed form.
 * The value can be negative; `aucMarginObjective` is the number to monitor. A class that is missing from the batch
 * contributes nothing; `assertBothClasses` refuses such a batch. A NaN score gives NaN, even where the label is unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param scores of the same size
 * @param variables scalars, or `[labels]` each for several labels
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1), or variables or priors are not one per label
 * @see Yuan, Guo, Chawla and Yang, Compositional training for end-to-end deep AUC maximization, ICLR 2022, eqs. 2-3
 * @see Yuan, Yan, Sonka and Yang, Large-scale robust deep AUC maximization, ICCV 2021, arXiv:2012.03173
 * @example
 * const loss = aucMargin(labels, logits, { a, b, alpha }, { margin: 1 })
 */
export function aucMargin(
  labels: tf.Tensor,
  scores: tf.Tensor,
  variables: AucVariables,
  options: AucMarginOptions = {},
): tf.Scalar {
  return saddleValue(labels, scores, variables, options)
}
