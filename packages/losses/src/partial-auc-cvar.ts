/** One-way partial AUC by the conditional value at risk: only the hardest negatives count. */
import * as tf from '@tensorflow/tfjs-core'
import { type PairBatch, type PairOptions, pairLoss, weightedPairs } from './pairs.ts'
import type { MonotoneSurrogate } from './surrogate.ts'

/** Options of {@link partialAucCvar}. */
export interface PartialAucCvarOptions extends PairOptions<MonotoneSurrogate> {
  /** β in (0, 1]: the part of the ROC curve with a false positive rate up to β counts. Default 0.2. */
  readonly maxFalsePositiveRate?: number
}

/**
 * Surrogate of the partial AUC with a false positive rate up to β, in its CVaR form:
 *
 *     (1/n₊) Σ_{i∈+} min_s { s + (1/(βn₋)) Σ_{j∈−} max(0, ℓ(f_i − f_j) − s) }
 *
 * with ℓ(t) = max(0, m − t)² or log(1 + exp(−m·t)). SOPA keeps one s per positive of the training set between steps; here
 * the minimum over s is taken inside the batch, which needs no state: the mean of ℓ over the βn₋ negatives that score highest,
 * a fraction of the last one if βn₋ is no integer. They are the same for every positive because ℓ is monotone. Equal
 * scores share their weight. β = 1 is `pairwiseAuc`. As an estimate for the whole training set it is biased, the less the
 * more negatives a batch holds. A batch without a pair gives 0; a NaN score gives NaN, even where the label is unknown.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param scores of the same size
 * @returns scalar, the mean over the labels
 * @throws RangeError if `maxFalsePositiveRate` is out of range, `margin` < 0 or there is no such surrogate
 * @see Zhu, Li, Wang, Wu and Yang, When AUC meets DRO: optimizing partial AUC for deep learning with non-convex convergence
 * guarantee, ICML 2022, arXiv:2203.00176 (SOPA)
 */
export function partialAucCvar(
  labels: tf.Tensor,
  scores: tf.Tensor,
  {
    maxFalsePositiveRate = 0.2,
    surrogate = 'squaredHinge',
    margin = 1,
    scoreTransform = 'sigmoid',
  }: PartialAucCvarOptions = {},
): tf.Scalar {
  if (!(maxFalsePositiveRate > 0 && maxFalsePositiveRate <= 1))
    throw new RangeError(`maxFalsePositiveRate must be in (0, 1], got ${maxFalsePositiveRate}`)
  const allowed = ['squaredHinge', 'logistic'] as const
  const options = { surrogate, margin, scoreTransform, allowed }
  return pairLoss(labels, scores, options, (batch) =>
    weightedPairs(
      batch.losses,
      tf.mul(batch.positive, hardestNegatives(batch, maxFalsePositiveRate)),
    ),
  )
}

/**
 * `[1, n, labels]`: 1/(βn₋) for negatives at a false positive rate below β. Found by counting instead of sorting: negatives
 * with one score take up the rates from `above` to `above + level`, of which the part below β counts.
 */
function hardestNegatives({ f, negative }: PairBatch, beta: number): tf.Tensor {
  const mine = tf.expandDims(f, 0)
  const others = tf.expandDims(f, 1)
  const rateOf = (isCounted: tf.Tensor) =>
    tf.sum(tf.mul(tf.reshape(negative, others.shape), tf.cast(isCounted, 'float32')), 0, true)
  const above = rateOf(tf.greater(others, mine))
  const level = rateOf(tf.equal(others, mine))
  const counted = tf.minimum(tf.relu(tf.sub(beta, above)), level)
  return tf.mul(negative, tf.divNoNan(counted, tf.mul(level, beta)))
}
