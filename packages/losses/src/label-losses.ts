/** The weighted mean of the cross-entropy of every label: what the classification losses share. */
import * as tf from '@tensorflow/tfjs-core'
import { closedForm, type Evaluated } from './closed-form.ts'
import {
  assertSameSize,
  classCount,
  classIndicators,
  columnsLike,
  labelCount,
  labelIndicators,
} from './label-indicators.ts'
import { softplus } from './softplus.ts'

/** Tensors that broadcast against each other. */
export interface LabelLosses {
  /** ℓ ≥ 0 of every label. */
  readonly losses: tf.Tensor
  /** dℓ/d logits. */
  readonly slopes: tf.Tensor
  /** Weight of every label in the mean, 0 where it is unknown. */
  readonly weights: tf.Tensor
}

/**
 * A weight for each class, by number: `[negatives, positives]` for binary labels. Several binary labels share one pair or
 * have one each.
 */
export type ClassWeights = readonly number[] | readonly (readonly number[])[]

type Change = (terms: LabelLosses) => LabelLosses

/** Weighted mean of ℓ = softplus(−f) of positives and softplus(f) of negatives, each of them changed first. */
export function meanBinaryLoss(
  labels: tf.Tensor,
  logits: tf.Tensor,
  classWeights: ClassWeights | undefined,
  change: Change = (terms) => terms,
): tf.Scalar {
  assertSameSize(labels, logits)
  const pairs = pairsOf(classWeights ?? [1, 1], labelCount(labels))
  return tf.tidy(() => {
    const mean = closedForm((f) => {
      const { positive, negative } = labelIndicators(labels)
      const ofClass = (y: number) => tf.tensor1d(pairs.map((pair) => pair[y] as number))
      const sign = tf.sub(negative, positive)
      const wrong = tf.mul(sign, f)
      const losses = softplus(wrong)
      const slopes = tf.mul(sign, tf.sigmoid(wrong))
      const weights = tf.add(tf.mul(negative, ofClass(0)), tf.mul(positive, ofClass(1)))
      return weightedMean(change({ losses, slopes, weights }))
    })
    return mean(columnsLike(labels, logits)) as tf.Scalar
  })
}

/** Weighted mean of ℓ = log Σ exp z − z_y, each of them changed first. */
export function meanSoftmaxLoss(
  labels: tf.Tensor,
  logits: tf.Tensor,
  classWeights: ClassWeights | undefined,
  change: Change = (terms) => terms,
): tf.Scalar {
  const classes = classCount(labels, logits)
  const ofClass = checkedWeights(classWeights ?? Array<number>(classes).fill(1), classes)
  return tf.tidy(() => {
    const mean = closedForm((z) => {
      const isClass = classIndicators(labels, classes)
      const shifted = tf.sub(z, tf.max(z, 1, true))
      const powers = tf.exp(shifted)
      const total = tf.sum(powers, 1, true)
      // Not a product: 0 times −∞, the logit of a class that is ruled out, would be NaN.
      const ofLabel = tf.sum(tf.where(tf.cast(isClass, 'bool'), shifted, 0), 1, true)
      const losses = tf.sub(tf.log(total), ofLabel)
      const slopes = tf.sub(tf.div(powers, total), isClass)
      const weights = tf.sum(tf.mul(isClass, tf.tensor1d([...ofClass])), 1, true)
      return weightedMean(change({ losses, slopes, weights }))
    })
    return mean(logits) as tf.Scalar
  })
}

/** Σ w ℓ / Σ w; 0 where nothing is known, NaN where a loss is NaN. */
function weightedMean({ losses, slopes, weights }: LabelLosses): Evaluated {
  const sum = tf.sum(weights)
  const share = tf.div(weights, tf.add(sum, tf.cast(tf.equal(sum, 0), 'float32')))
  return { value: tf.sum(tf.mul(share, losses)), gradients: [tf.mul(share, slopes)] }
}

/** `[negatives, positives]` of every label. */
function pairsOf(classWeights: ClassWeights, labels: number): readonly (readonly number[])[] {
  const [first] = classWeights
  const pairs = Array.isArray(first) ? classWeights : Array(labels).fill(classWeights)
  if (pairs.length !== labels)
    throw new RangeError(`classWeights must be one pair, or ${labels}, got ${pairs.length}`)
  return pairs.map((pair) => checkedWeights(pair, 2))
}

/** @throws RangeError if these are not finite numbers ≥ 0, one for each class */
export function checkedWeights(weights: ClassWeights, classes: number): readonly number[] {
  const valid = weights.every(
    (w) => typeof w === 'number' && w >= 0 && w < Number.POSITIVE_INFINITY,
  )
  if (!valid || weights.length !== classes)
    throw new RangeError(`classWeights must be ${classes} finite numbers ≥ 0, got [${weights}]`)
  return weights as readonly number[]
}
