/** The two ways of moving the dual variable alpha of the AUC loss. */
import * as tf from '@tensorflow/tfjs-core'
import type { AucState } from './optimizer.ts'

export interface DualOptions {
  /** The margin of the loss; only the closed form needs it. */
  readonly margin: number
  /** Upper bound of alpha: Ω = [0, alphaMax]. */
  readonly alphaMax: number
}

/**
 * Projected gradient ascent: alpha ← Π[alpha + rate·∂Φ/∂alpha].
 *
 * @see Yuan et al., ICLR 2022, Algorithm 1, line 10
 */
export function ascendDual(
  { alpha }: AucState,
  gradient: tf.Tensor,
  rate: tf.Tensor,
  { alphaMax }: DualOptions,
): void {
  alpha.assign(tf.clipByValue(tf.add(alpha, tf.mul(rate, gradient)), 0, alphaMax))
}

/**
 * The same with the derivative at the optimal class means, for which a and b stand:
 * alpha ← Π[alpha + rate·2(margin + b − a − alpha)]. No batch is needed.
 *
 * @see LibAUC 1.2.0, optimizers/pdsca.py and pesg.py
 */
export function ascendDualInClosedForm(auc: AucState, rate: tf.Tensor, options: DualOptions): void {
  const { a, b, alpha } = auc
  const gradient = tf.mul(2, tf.sub(tf.add(tf.sub(b, a), options.margin), alpha))
  ascendDual(auc, gradient, rate, options)
}
