/** The min-max form that the AUC-margin and the AUC-square loss share. */
import * as tf from '@tensorflow/tfjs-core'
import { closedForm, type Evaluated } from './closed-form.ts'
import { assertSameSize, columnsLike, labelCount } from './label-indicators.ts'
import { type Prior, type PriorWeights, priorWeights } from './prior-weights.ts'
import { type ScoreTransform, transformScores } from './score-transform.ts'

/** The auxiliary scalars of the loss: it is minimised over `a` and `b` and maximised over `alpha`. */
export interface AucVariables<T extends tf.Tensor = tf.Tensor> {
  /** At the optimum the mean score of the positives. */
  readonly a: T
  /** At the optimum the mean score of the negatives. */
  readonly b: T
  /** The dual variable α in Ω; the optimizer's projection keeps it there. */
  readonly alpha: T
}

/** Options of `aucMargin` and `aucSquare`. */
export interface AucMarginOptions {
  /** The margin m (the paper's c), by which positives should score higher than negatives. Default 1. */
  readonly margin?: number
  /** Default `'none'`. */
  readonly prior?: Prior
  /** What is done to the scores first. Default `'sigmoid'`: scores are logits and the loss sees probabilities. */
  readonly scoreTransform?: ScoreTransform
}

/** Ω, the values that alpha may take. */
export type AlphaRange = readonly [low: number, high: number]

/** Φ at the given variables, mean over the labels. */
export function saddleValue(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { a, b, alpha }: AucVariables,
  options: AucMarginOptions,
): tf.Scalar {
  for (const variable of [a, b, alpha])
    if (variable.size !== labelCount(labels))
      throw new RangeError(
        `Sizes of a, b and alpha must be ${labelCount(labels)}, one value per label, got [${variable.shape}]`,
      )
  return tf.tidy(() => {
    const { f, weights, margin } = prepare(labels, scores, options)
    const perLabel = (variable: tf.Tensor) => tf.reshape(variable, [-1])
    const loss = closedForm((f, a: tf.Tensor, b: tf.Tensor, alpha: tf.Tensor) =>
      saddle(f, { a, b, alpha }, weights, margin),
    )
    return tf.mean(loss(f, perLabel(a), perLabel(b), perLabel(alpha)))
  })
}

/**
 * Optimum of Φ over a, b and alpha ∈ Ω, mean over the labels. Its gradient is that of Φ at the optimum: a, b and alpha add
 * nothing there (envelope theorem).
 */
export function saddleOptimum(
  labels: tf.Tensor,
  scores: tf.Tensor,
  range: AlphaRange,
  options: AucMarginOptions,
): tf.Scalar {
  return tf.tidy(() => {
    const { f, weights, margin } = prepare(labels, scores, options)
    const optimum = closedForm((f) => {
      const { value, gradients } = saddle(
        f,
        bestVariables(f, weights, margin, range),
        weights,
        margin,
      )
      return { value, gradients: gradients.slice(0, 1) }
    })
    return tf.mean(optimum(f))
  })
}

function prepare(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { margin = 1, prior = 'none', scoreTransform = 'sigmoid' }: AucMarginOptions,
) {
  assertSameSize(labels, scores)
  const weights = priorWeights(labels, prior)
  const f = transformScores(columnsLike(labels, scores), scoreTransform, weights.known)
  return { f, weights, margin }
}

/** Φ = Σw₊(f−a)² + Σw₋(f−b)² + 2α(s·m + Σw₋f − Σw₊f) − sα² of each label; gradients by f, a, b, alpha. */
function saddle(
  f: tf.Tensor,
  { a, b, alpha }: AucVariables,
  weights: PriorWeights,
  margin: number,
): Evaluated {
  const { positive, negative, scale } = weights
  const fromA = tf.sub(f, a)
  const fromB = tf.sub(f, b)
  const pullA = tf.mul(positive, fromA)
  const pullB = tf.mul(negative, fromB)
  const contrast = tf.sub(negative, positive)
  const squares = tf.sum(tf.add(tf.mul(pullA, fromA), tf.mul(pullB, fromB)), 0)
  const gap = gapOf(f, weights, margin)
  return {
    value: tf.add(squares, tf.mul(alpha, tf.sub(tf.mul(2, gap), tf.mul(scale, alpha)))),
    gradients: [
      tf.mul(2, tf.add(tf.add(pullA, pullB), tf.mul(contrast, alpha))),
      tf.mul(-2, tf.sum(pullA, 0)),
      tf.mul(-2, tf.sum(pullB, 0)),
      tf.mul(2, tf.sub(gap, tf.mul(scale, alpha))),
    ],
  }
}

/** a* and b*, the class means, 0 for a missing class, and alpha*, the gap over s brought into Ω. */
function bestVariables(
  f: tf.Tensor,
  weights: PriorWeights,
  margin: number,
  [low, high]: AlphaRange,
): AucVariables {
  const meanBy = (w: tf.Tensor) => tf.divNoNan(tf.sum(tf.mul(w, f), 0), tf.sum(w, 0))
  const free = tf.divNoNan(gapOf(f, weights, margin), weights.scale)
  return {
    a: meanBy(weights.positive),
    b: meanBy(weights.negative),
    alpha: tf.minimum(tf.maximum(free, low), high),
  }
}

/** s·m + Σw₋f − Σw₊f: how far the class means are from being a margin apart. */
function gapOf(f: tf.Tensor, { positive, negative, scale }: PriorWeights, margin: number) {
  return tf.add(tf.mul(scale, margin), tf.sum(tf.mul(tf.sub(negative, positive), f), 0))
}
