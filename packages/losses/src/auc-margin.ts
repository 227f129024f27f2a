/** The min-max form of deep AUC maximization: the AUC-margin loss. */
import * as tf from '@tensorflow/tfjs-core'
import { type ClassWeights, classWeights, type Prior } from './class-weights.ts'
import { type ScoreTransform, transformScores } from './score-transform.ts'

/** The auxiliary scalars of the loss: it is minimised over `a` and `b` and maximised over `alpha`. */
export interface AucVariables<T extends tf.Tensor = tf.Tensor> {
  /** At the optimum the mean score of the positives. */
  readonly a: T
  /** At the optimum the mean score of the negatives. */
  readonly b: T
  /** The dual variable α; for the AUC-margin loss α ≥ 0, which the optimizer's projection ensures. */
  readonly alpha: T
}

export interface AucMarginOptions {
  /** The margin m (the paper's c), by which positives should score higher than negatives. Default 1. */
  readonly margin?: number
  /** Default `'none'`. */
  readonly prior?: Prior
  /** What is done to the scores first. Default `'sigmoid'`: scores are logits and the loss sees probabilities. */
  readonly scoreTransform?: ScoreTransform
}

/**
 * AUC-margin loss of a batch: the saddle value Φ at the given `a`, `b`, `alpha`.
 *
 *     prior 'none':  mean₊(f − a)² + mean₋(f − b)² + 2α(m + mean₋ f − mean₊ f) − α²
 *     prior p:       (1/n) Σ [ (1−p)(f − a)²·1₊ + p(f − b)²·1₋ ] − p(1−p)α²
 *                    + 2α [ p(1−p)m + (1/n) Σ ( p·f·1₋ − (1−p)·f·1₊ ) ]
 *
 * f are the transformed scores, 1₊ and 1₋ the class indicators. Minimise over the scores' weights, `a` and `b`,
 * maximise over `alpha` ≥ 0. Prior `'batch'` is p(1−p) times prior `'none'`. Gradients are in closed form. The value can be
 * negative; `aucMarginObjective` is the number to monitor. A class that is missing from the batch contributes nothing;
 * `assertBothClasses` refuses such a batch.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative, anything else (NaN, −1) unknown and left out
 * @param scores of the same size
 * @param variables scalars, or `[labels]` each for several labels
 * @returns scalar, the mean over the labels
 * @throws RangeError if a fixed prior is not in (0, 1)
 * @see Yuan, Guo, Chawla and Yang, Compositional training for end-to-end deep AUC maximization, ICLR 2022, eqs. 2-3
 * @see Yuan, Yan, Sonka and Yang, Large-scale robust deep AUC maximization, ICCV 2021, arXiv:2012.03173
 * @example
 * const loss = aucMargin(labels, logits, { a, b, alpha }, { margin: 1 })
 */
export function aucMargin(
  labels: tf.Tensor,
  scores: tf.Tensor,
  { a, b, alpha }: AucVariables,
  { margin = 1, prior = 'none', scoreTransform = 'sigmoid' }: AucMarginOptions = {},
): tf.Scalar {
  return tf.tidy(() => {
    const weights = classWeights(labels, prior)
    const f = transformScores(tf.reshape(scores, weights.positive.shape), scoreTransform)
    const perLabel = [a, b, alpha].map((variable) => tf.reshape(variable, [-1]))
    return tf.mean(saddle(weights, margin)(f, ...perLabel))
  })
}

/** Φ = Σw₊(f−a)² + Σw₋(f−b)² + 2α(s·m + Σw₋f − Σw₊f) − sα² of each label, with its gradients in closed form. */
function saddle({ positive, negative, scale }: ClassWeights, margin: number) {
  return tf.customGrad((...inputs) => {
    const [f, a, b, alpha, save] = inputs as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ]
    const fromA = tf.sub(f, a)
    const fromB = tf.sub(f, b)
    const pullA = tf.mul(positive, fromA)
    const pullB = tf.mul(negative, fromB)
    const contrast = tf.sub(negative, positive)
    const gap = tf.add(tf.mul(scale, margin), tf.sum(tf.mul(contrast, f), 0))
    const squares = tf.sum(tf.add(tf.mul(pullA, fromA), tf.mul(pullB, fromB)), 0)
    save([
      tf.mul(2, tf.add(tf.add(pullA, pullB), tf.mul(contrast, alpha))),
      tf.mul(-2, tf.sum(pullA, 0)),
      tf.mul(-2, tf.sum(pullB, 0)),
      tf.mul(2, tf.sub(gap, tf.mul(scale, alpha))),
    ])
    return {
      value: tf.add(squares, tf.mul(alpha, tf.sub(tf.mul(2, gap), tf.mul(scale, alpha)))),
      gradFunc: (dy: tf.Tensor, gradients: tf.Tensor[]) => gradients.map((g) => tf.mul(dy, g)),
    }
  })
}
