/** One-way partial AUC by distributionally robust optimization: harder negatives count more, softly. */
import * as tf from '@tensorflow/tfjs-core'
import { type PairBatch, type PairOptions, pairLoss } from './pairs.ts'
import type { MonotoneSurrogate } from './surrogate.ts'

/** Options of {@link partialAucKlDro}. */
export interface PartialAucKlDroOptions extends PairOptions<MonotoneSurrogate> {
  /** λ > 0: towards 0 only the hardest negative counts, towards ∞ all count alike. Default 1. */
  readonly temperature?: number
}

/**
 * Soft surrogate of the partial AUC, the worst case over reweighings of the negatives with a KL penalty λ:
 *
 *     (1/n₊) Σ_{i∈+} λ log( (1/n₋) Σ_{j∈−} exp(ℓ(f_i − f_j)/λ) )
 *
 * with ℓ(t) = max(0, m − t)² or log(1 + exp(−m·t)). SOPA-s keeps a moving average of each inner mean between steps; here it
 * is the batch's own, which needs no state and makes the value an exact function of the batch. As an estimate for the whole
 * training set it is biased, the less the more negatives a batch holds. Stable for any ℓ/λ. A batch without a pair gives
 * 0; a NaN score gives NaN, even where the label is unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if `temperature` ≤ 0, `margin` < 0 or there is no such surrogate
 * @see Zhu et al., When AUC meets DRO, ICML 2022, arXiv:2203.00176 (SOPA-s); LibAUC 1.2.0, class pAUC_DRO_Loss
 */
export function partialAucKlDro(
  labels: tf.Tensor,
  scores: tf.Tensor,
  {
    temperature = 1,
    surrogate = 'squaredHinge',
    margin = 1,
    scoreTransform = 'sigmoid',
  }: PartialAucKlDroOptions = {},
): tf.Scalar {
  if (!(temperature > 0)) throw new RangeError(`temperature must be > 0, got ${temperature}`)
  const allowed = ['squaredHinge', 'logistic'] as const
  const options = { surrogate, margin, scoreTransform, allowed }
  return pairLoss(labels, scores, options, (batch) => softMaximum(batch, temperature))
}

function softMaximum({ positive, negative, losses }: PairBatch, temperature: number) {
  // ℓ ≥ 0, so that a 0 in the place of what is no negative does not raise the maximum.
  const isNegative = tf.cast(tf.greater(negative, 0), 'float32')
  const exponents = tf.div(tf.mul(isNegative, losses), temperature)
  const top = tf.max(exponents, 1, true)
  const terms = tf.mul(negative, tf.exp(tf.sub(exponents, top)))
  const mean = tf.sum(terms, 1, true)
  const safe = tf.add(mean, tf.cast(tf.equal(mean, 0), 'float32')) // 0 without negatives only
  const perPositive = tf.mul(temperature, tf.add(top, tf.log(safe)))
  return {
    value: tf.sum(tf.mul(positive, perPositive), [0, 1]),
    weights: tf.mul(positive, tf.div(terms, safe)),
  }
}
