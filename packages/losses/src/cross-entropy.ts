/** Binary cross-entropy on logits. */
import type * as tf from '@tensorflow/tfjs-core'
import { type ClassWeights, meanBinaryLoss } from './label-losses.ts'

/** Options of {@link crossEntropy} and `softmaxCrossEntropy`. */
export interface CrossEntropyOptions {
  /**
   * Weight of each class, as `inverseFrequencyWeights` and `effectiveNumberWeights` make them: by number of the class,
   * `[negatives, positives]` for binary labels, where several labels may have a pair each. The loss becomes the weighted
   * mean Σ w ℓ / Σ w. Default: all 1.
   */
  readonly classWeights?: ClassWeights
}

/**
 * Mean binary cross-entropy of logits over the known labels:
 *
 *     (1/n) Σ softplus(f) − y·f,  gradient (sigmoid(f) − y)/n
 *
 * Exact for logits of any size. A batch without a known label gives 0; a NaN logit gives NaN, even where the label is
 * unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param logits of the same size
 * @returns scalar
 * @throws RangeError if a class weight is negative or their number is wrong
 * @see the average loss L_AVG of Yuan et al., ICLR 2022, eq. 1
 * @example
 * const loss = crossEntropy(labels, logits)
 */
export function crossEntropy(
  labels: tf.Tensor,
  logits: tf.Tensor,
  { classWeights }: CrossEntropyOptions = {},
): tf.Scalar {
  return meanBinaryLoss(labels, logits, classWeights)
}
