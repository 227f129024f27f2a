/** The two ways of moving the dual variable alpha of the AUC loss. */
import * as tf from '@tensorflow/tfjs-core'
import { checkOptions } from './check-options.ts'
import type { AucState, Problem } from './optimizer.ts'
import { entry, gradientsOf, type Tensors } from './variables.ts'

/** Options of the steps of alpha. */
export interface DualOptions {
  /** The margin of the loss; only the closed form needs it. Default 1. */
  readonly margin?: number
  /** Ω = [alphaMin, alphaMax]. Default 0, the AUC-margin loss; −Infinity with `alphaMax: Infinity` is AUC-square, Ω = ℝ. */
  readonly alphaMin?: number
  /** Default 999, as in LibAUC. */
  readonly alphaMax?: number
}

/** `options` with the defaults. @throws RangeError if Ω is empty */
export function dualSettings({
  margin = 1,
  alphaMin = 0,
  alphaMax = 999,
}: DualOptions): Required<DualOptions> {
  checkOptions({ margin })
  if (!(alphaMin < alphaMax))
    throw new RangeError(`alphaMin must be below alphaMax, got ${alphaMin} and ${alphaMax}`)
  return { margin, alphaMin, alphaMax }
}

/**
 * ∂Φ/∂alpha at the present weights: on S1 ∪ S2 where the problem can tell it, else the one on S2 that came with the outer
 * gradient. Undefined in closed form, which waits for the new a and b, and for a loss without alpha.
 */
export function dualGradient(
  { auc, dual }: Problem,
  outerGradients: Tensors,
  settings: { readonly dual: 'gradient' | 'closedForm' },
): tf.Tensor | undefined {
  if (auc === undefined || settings.dual === 'closedForm') return undefined
  if (dual === undefined) return entry(outerGradients, 'auc.alpha')
  return entry(gradientsOf(dual, { alpha: auc.alpha }).gradients, 'alpha')
}

/** The dual step of PDSCA along `gradient`, or in closed form without one. A loss without alpha has none. */
export function moveDual(
  { auc }: Problem,
  gradient: tf.Tensor | undefined,
  rate: tf.Tensor,
  settings: Required<DualOptions>,
): void {
  if (auc === undefined) return
  ascendDual(auc, gradient ?? closedFormDualGradient(auc, settings.margin), rate, settings)
}

/**
 * The derivative at the optimal class means, for which a and b stand: 2(margin + b − a − alpha). No batch is needed.
 *
 * @see LibAUC 1.2.0, optimizers/pdsca.py and pesg.py
 */
export function closedFormDualGradient({ a, b, alpha }: AucState, margin: number): tf.Tensor {
  return tf.mul(2, tf.sub(tf.add(tf.sub(b, a), margin), alpha))
}

/**
 * Projected gradient ascent: alpha ← Π[alpha + rate·gradient], Π onto Ω = [alphaMin, alphaMax].
 *
 * @see Yuan et al., ICLR 2022, Algorithm 1, line 10
 */
export function ascendDual(
  { alpha }: AucState,
  gradient: tf.Tensor,
  rate: tf.Tensor,
  { alphaMin, alphaMax }: Pick<Required<DualOptions>, 'alphaMin' | 'alphaMax'>,
): void {
  const moved = tf.add(alpha, tf.mul(rate, gradient))
  const bounded = alphaMin > -Infinity || alphaMax < Infinity
  alpha.assign(bounded ? tf.clipByValue(moved, alphaMin, alphaMax) : moved)
}
