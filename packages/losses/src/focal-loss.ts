/** Focal loss: cross-entropy that pays less attention to easy examples. */
import * as tf from '@tensorflow/tfjs-core'
import type { CrossEntropyOptions } from './cross-entropy.ts'
import { type LabelLosses, meanBinaryLoss, meanSoftmaxLoss } from './label-losses.ts'

/** Options of {@link focalLoss} and {@link softmaxFocalLoss}. */
export interface FocalLossOptions extends CrossEntropyOptions {
  /** Focusing parameter γ ≥ 0; 0 is cross-entropy. Default 2. */
  readonly gamma?: number
}

/**
 * Mean binary focal loss of logits over the known labels, p the probability that the network gives to the true class:
 *
 *     (1/n) Σ −(1 − p)^γ log p,  p = sigmoid(f) for positives, sigmoid(−f) for negatives
 *
 * The paper's α-balanced form is `classWeights: [1 − α, α]`, here as the weighted mean Σ w ℓ / Σ w. Exact for logits of any
 * size. A batch without a known label gives 0; a NaN logit gives NaN, even where the label is unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param logits of the same size
 * @returns scalar
 * @throws RangeError if `gamma` < 0, a class weight is negative or their number is wrong
 * @see Lin, Goyal, Girshick, He and Dollár, Focal loss for dense object detection, ICCV 2017, eqs. 4-5
 */
export function focalLoss(
  labels: tf.Tensor,
  logits: tf.Tensor,
  { gamma = 2, classWeights }: FocalLossOptions = {},
): tf.Scalar {
  return meanBinaryLoss(labels, logits, classWeights, focusedBy(gamma))
}

/**
 * Mean focal loss over classes that exclude each other, p = softmax(z)_y:
 *
 *     (1/n) Σ −(1 − p)^γ log p
 *
 * Otherwise as `focalLoss`.
 *
 * @param labels `[n]`, number of the class: 0 … classes − 1, anything else (NaN, −1) unknown and left out
 * @param logits `[n, classes]`
 * @returns scalar
 * @throws RangeError if the shapes do not fit, `gamma` < 0, a class weight is negative or their number is wrong
 * @see Lin et al., ICCV 2017; with softmax and class weights as in Cui et al., CVPR 2019
 */
export function softmaxFocalLoss(
  labels: tf.Tensor,
  logits: tf.Tensor,
  { gamma = 2, classWeights }: FocalLossOptions = {},
): tf.Scalar {
  return meanSoftmaxLoss(labels, logits, classWeights, focusedBy(gamma))
}

/** ℓ becomes q^γ ℓ with q = 1 − p = 1 − exp(−ℓ), whose derivative by ℓ is q^γ(1 + γpℓ/q). */
function focusedBy(gamma: number): (terms: LabelLosses) => LabelLosses {
  if (!(gamma >= 0)) throw new RangeError(`gamma must be ≥ 0, got ${gamma}`)
  return ({ losses, slopes, weights }) => {
    const p = tf.exp(tf.neg(losses))
    const q = tf.neg(tf.expm1(tf.neg(losses)))
    // ℓ/q → 1 where the prediction is perfect and both are 0.
    const perfect = tf.cast(tf.equal(q, 0), 'float32')
    const ratio = tf.div(tf.add(losses, perfect), tf.add(q, perfect))
    const focus = tf.pow(q, gamma)
    const factor = tf.mul(focus, tf.add(1, tf.mul(gamma, tf.mul(p, ratio))))
    return { losses: tf.mul(focus, losses), slopes: tf.mul(factor, slopes), weights }
  }
}
