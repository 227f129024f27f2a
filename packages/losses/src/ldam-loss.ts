/** Label-distribution-aware margins: rarer classes must win by more. */
import * as tf from '@tensorflow/tfjs-core'
import { checked } from './class-weights.ts'
import type { CrossEntropyOptions } from './cross-entropy.ts'
import { classCount, classIndicators } from './label-indicators.ts'
import { checkedWeights, meanSoftmaxLoss } from './label-losses.ts'

/**
 * The margin of each class, Δᵧ ∝ nᵧ^(−1/4), the largest of them `maxMargin`.
 *
 * @param counts `[classes]`, examples of each class, `counts[y]` of class y
 * @returns `[classes]`, margins in the same order
 * @throws RangeError if there is no class, or one without examples, or `maxMargin` is negative
 * @see Cao, Wei, Gaidon, Arechiga and Ma, Learning imbalanced datasets with label-distribution-aware margin loss,
 * NeurIPS 2019
 */
export function ldamMargins(
  counts: readonly number[],
  { maxMargin = 0.5 }: { readonly maxMargin?: number } = {},
): number[] {
  if (!(maxMargin >= 0)) throw new RangeError(`maxMargin must be ≥ 0, got ${maxMargin}`)
  const smallest = Math.min(...checked(counts))
  return counts.map((n) => maxMargin * (smallest / n) ** 0.25)
}

/** Options of {@link ldamLoss}. */
export interface LdamOptions extends CrossEntropyOptions {
  /** Margin Δ ≥ 0 of each class, as `ldamMargins` makes them. */
  readonly margins: readonly number[]
  /** Factor s > 0 of all logits, which the authors take as cosines in [−1, 1]. Default 30. */
  readonly scale?: number
}

/**
 * LDAM loss: softmax cross-entropy after the logit of the true class has been lowered by its margin,
 *
 *     (1/n) Σ −log( exp s(z_y − Δ_y) / (exp s(z_y − Δ_y) + Σ_{c≠y} exp s·z_c) )
 *
 * Deferred re-weighting (DRW) adds `classWeights: effectiveNumberWeights(counts)` after the first part of the training. A
 * batch without a known label gives 0; a NaN logit gives NaN, even where the label is unknown.
 *
 * @param labels `[n]`, number of the class: 0 … classes − 1, anything else (NaN, −1) unknown and left out
 * @param logits `[n, classes]`
 * @returns scalar
 * @throws RangeError if the shapes do not fit, a margin or class weight is negative or their number is wrong, or
 * `scale` ≤ 0
 * @see Cao et al., NeurIPS 2019, and the class LDAMLoss of github.com/kaidic/LDAM-DRW
 */
export function ldamLoss(
  labels: tf.Tensor,
  logits: tf.Tensor,
  { margins, scale = 30, classWeights }: LdamOptions,
): tf.Scalar {
  if (!(scale > 0)) throw new RangeError(`scale must be > 0, got ${scale}`)
  const classes = classCount(labels, logits)
  if (margins.length !== classes || !margins.every((margin) => margin >= 0))
    throw new RangeError(`margins must be ${classes} numbers ≥ 0, got [${margins}]`)
  if (classWeights !== undefined) checkedWeights(classWeights, classes)
  return tf.tidy(() => {
    const lowering = tf.mul(classIndicators(labels, classes), tf.tensor1d([...margins]))
    return meanSoftmaxLoss(labels, tf.mul(scale, tf.sub(logits, lowering)), classWeights)
  })
}
