/** L_AVG, the loss of ordinary training. */
import { crossEntropy, softmaxCrossEntropy } from '@deepauc/losses'
import type * as tf from '@tensorflow/tfjs-core'
import type { Loss } from './method.ts'

/**
 * Cross-entropy with equal weights: binary for one logit per label, softmax for one logit per class, where a label `[n]` is the
 * number of its class.
 *
 * @see Yuan et al., ICLR 2022, eq. 1
 */
export const averageLoss: Loss = (labels, logits) =>
  logits.shape[1] === 1 || labels.rank === 2
    ? crossEntropy(labels, logits)
    : softmaxCrossEntropy(labels as tf.Tensor1D, logits)
