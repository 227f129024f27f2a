/** What the losses over pairs of a positive and a negative share. */
import * as tf from '@tensorflow/tfjs-core'
import { closedForm } from './closed-form.ts'
import { assertSameSize, columnsLike } from './label-indicators.ts'
import { type PriorWeights, priorWeights } from './prior-weights.ts'
import { type ScoreTransform, transformScores } from './score-transform.ts'
import { type Surrogate, surrogates } from './surrogate.ts'

export interface PairOptions<Name extends Surrogate> {
  /** The loss of a pair. Default `'squaredHinge'`. */
  readonly surrogate?: Name
  /** By how much a positive should score higher than a negative, ≥ 0; for `'logistic'` a factor of the difference. Default 1. */
  readonly margin?: number
  /** What is done to the scores first. Default `'sigmoid'`: scores are logits and the loss sees probabilities. */
  readonly scoreTransform?: ScoreTransform
}

/** A batch, ready for a loss over pairs. */
export interface PairBatch {
  /** `[n, labels]`, the transformed scores. */
  readonly f: tf.Tensor
  /** `[n, 1, labels]`: 1/n₊ for positives, 0 for others. */
  readonly positive: tf.Tensor
  /** `[1, n, labels]`: 1/n₋ for negatives, 0 for others. */
  readonly negative: tf.Tensor
  /** `[n, n, labels]`, ℓ of example i as the positive and j as the negative, whatever they are. */
  readonly losses: tf.Tensor
}

interface PairValue {
  /** `[labels]` */
  readonly value: tf.Tensor
  /** `[n, n, labels]`, derivative of the value by ℓ of each pair. */
  readonly weights: tf.Tensor
}

/**
 * A loss over the pairs of a batch, mean over the labels. All n² pairs are formed and weighed, so that shapes do not depend on
 * the labels and a step can be recorded.
 */
export function pairLoss<Name extends Surrogate>(
  labels: tf.Tensor,
  scores: tf.Tensor,
  options: Required<PairOptions<Name>> & { readonly allowed: readonly Name[] },
  combine: (batch: PairBatch) => PairValue,
): tf.Scalar {
  const { surrogate, margin, scoreTransform, allowed } = options
  assertSameSize(labels, scores)
  if (!allowed.includes(surrogate))
    throw new RangeError(`surrogate must be one of ${allowed.join(', ')}, got ${surrogate}`)
  if (!(margin >= 0)) throw new RangeError(`margin must be ≥ 0, got ${margin}`)
  return tf.tidy(() => {
    const prior = priorWeights(labels, 'none')
    const loss = closedForm((f) => {
      const t = tf.sub(tf.expandDims(f, 1), tf.expandDims(f, 0))
      const { losses, slopes } = surrogates[surrogate](t, margin)
      const { value, weights } = combine({ f, ...pairWeights(prior), losses })
      const pulls = tf.mul(weights, slopes)
      return { value, gradients: [tf.sub(tf.sum(pulls, 1), tf.sum(pulls, 0))] }
    })
    return tf.mean(loss(transformScores(columnsLike(labels, scores), scoreTransform, prior.known)))
  })
}

/** The value that is linear in the losses, Σ w ℓ. */
export function weightedPairs(losses: tf.Tensor, weights: tf.Tensor): PairValue {
  return { value: tf.sum(tf.mul(weights, losses), [0, 1]), weights }
}

function pairWeights({ positive, negative }: PriorWeights) {
  return { positive: tf.expandDims(positive, 1), negative: tf.expandDims(negative, 0) }
}
