/** Cross-entropy of several classes that exclude each other. */
import type * as tf from '@tensorflow/tfjs-core'
import type { CrossEntropyOptions } from './cross-entropy.ts'
import { meanSoftmaxLoss } from './label-losses.ts'

/**
 * Mean softmax cross-entropy of logits over the known labels:
 *
 *     (1/n) Σ log Σ_c exp z_c − z_y,  gradient (softmax(z) − onehot(y))/n
 *
 * Exact for logits of any size. A batch without a known label gives 0; a NaN logit gives NaN, even where the label is
 * unknown.
 *
 * @param labels `[n]`, number of the class: 0 … classes − 1, anything else (NaN, −1) unknown and left out
 * @param logits `[n, classes]`
 * @returns scalar
 * @throws RangeError if the shapes do not fit, a class weight is negative or their number is wrong
 * @example
 * const labels = tf.tensor1d([0, 2, 1]) // numbers of classes
 * const logits = tf.zeros([3, 3])
 * const loss = softmaxCrossEntropy(labels, logits, { classWeights: effectiveNumberWeights([50, 10, 2]) })
 */
export function softmaxCrossEntropy(
  labels: tf.Tensor,
  logits: tf.Tensor,
  { classWeights }: CrossEntropyOptions = {},
): tf.Scalar {
  return meanSoftmaxLoss(labels, logits, classWeights)
}
