/** L_AVG, the loss of ordinary training. */
import { crossEntropy, softmaxCrossEntropy } from '@deepauc/losses'
import type { Loss } from './method.ts'

/**
 * Cross-entropy with equal weights: binary for one logit per image, softmax for one logit per class.
 *
 * @see Yuan et al., ICLR 2022, eq. 1
 */
export const averageLoss: Loss = (labels, logits) =>
  logits.shape[1] === 1 ? crossEntropy(labels, logits) : softmaxCrossEntropy(labels, logits)
