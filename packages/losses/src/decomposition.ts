/** The terms into which the compositional objective falls: a probe that any run can call now and then. */
import * as tf from '@tensorflow/tfjs-core'
import { type AucMarginObjectiveOptions, aucMarginObjective } from './auc-margin-objective.ts'
import { crossEntropy } from './cross-entropy.ts'

type Loss = (labels: tf.Tensor, scores: tf.Tensor) => tf.Scalar

/** What is probed: a network on a fixed part of the data, without augmentation, batch by batch. */
export interface DecompositionProblem {
  /** The network's trainable weights by name, without a and b. */
  readonly weights: Readonly<Record<string, tf.Variable>>
  readonly batches: number
  /** `[n]` or `[n, labels]` of a batch, 0 … batches − 1. */
  readonly labels: (batch: number) => tf.Tensor
  /**
   * Raw scores `[n, labels]` of a batch at the current values of `weights`. Called several times for every batch: it must
   * not change anything, such as the statistics of batch normalisation.
   */
  readonly scores: (batch: number) => tf.Tensor
}

/** Options of {@link decomposition}. */
export interface DecompositionOptions extends AucMarginObjectiveOptions {
  /** Size of the inner step. */
  readonly innerLearningRate: number
  /** L_AVG. Default: `crossEntropy`. */
  readonly averageLoss?: Loss
  /** L_AUC. Default: `aucMarginObjective` with these options, which for another loss are not used. */
  readonly aucLoss?: Loss
}

/** g_auc and g_avg are the gradients of L_AUC and L_AVG by all weights, λ is `innerLearningRate`. */
export interface Decomposition {
  /** L_AUC(w) */
  readonly aucTerm: number
  /** g_aucᵀg_avg */
  readonly alignmentTerm: number
  /** Cosine of the angle between g_auc and g_avg; 0 where one of them vanishes. */
  readonly alignmentCosine: number
  /** ‖g_avg‖ */
  readonly gradNormTerm: number
  /** ‖g_avg‖² */
  readonly gradNormSquared: number
  /** L_AUC(w − λ·g_avg), evaluated directly. */
  readonly compositional: number
  /** compositional − aucTerm + λ·alignmentTerm, of the order of λ². */
  readonly remainder: number
}

/**
 * Measures the terms of
 *
 *     L_AUC(w − λ·∇L_AVG(w))  ≈  L_AUC(w) − λ·∇L_AUC(w)ᵀ∇L_AVG(w) + (C·λ²/2)·‖∇L_AVG(w)‖²
 *
 * at the current weights, which are left exactly as they are. Both losses are those of all batches together, not means over
 * batches: a*, b* and alpha* come from all scores, and g_auc is the gradient at them (envelope theorem). Costs four
 * forward and two backward passes over the batches. It reads numbers back: call it between steps, not inside one.
 *
 * @throws RangeError if `batches` < 1, and where the losses throw
 * @see Yuan et al., ICLR 2022, eq. 5
 * @example
 * const scores = () => model.apply(images, { training: false })
 * decomposition({ weights, batches: 1, labels: () => labels, scores }, { innerLearningRate: 0.1 }).alignmentCosine
 */
export function decomposition(
  problem: DecompositionProblem,
  { innerLearningRate, averageLoss = crossEntropy, aucLoss, ...options }: DecompositionOptions,
): Decomposition {
  if (!(problem.batches >= 1)) throw new RangeError(`batches must be ≥ 1, got ${problem.batches}`)
  const auc = aucLoss ?? ((labels, scores) => aucMarginObjective(labels, scores, options))
  const measured = tf.tidy(() => {
    const labels = tf.concat(everyBatch(problem, problem.labels))
    const scores = everyBatch(problem, problem.scores)
    const gradientOf = (loss: Loss) =>
      weightGradient(
        problem,
        scoreGradients((f) => loss(labels, f), scores),
      )
    const [byAuc, byAverage] = [gradientOf(auc), gradientOf(averageLoss)]
    const compositional = afterStep(problem.weights, tf.mul(innerLearningRate, byAverage), () =>
      auc(labels, tf.concat(everyBatch(problem, problem.scores))),
    )
    const dot = (x: tf.Tensor, y: tf.Tensor) => tf.sum(tf.mul(x, y))
    const products = [dot(byAuc, byAverage), dot(byAuc, byAuc), dot(byAverage, byAverage)]
    const value = auc(labels, tf.concat(scores))
    return tf.stack([value, compositional, ...products]).dataSync()
  })
  return terms(measured, innerLearningRate)
}

function terms(measured: Iterable<number>, innerLearningRate: number): Decomposition {
  const [aucTerm, compositional, alignmentTerm, aucSquared, gradNormSquared] = [...measured] as [
    number,
    number,
    number,
    number,
    number,
  ]
  const norms = Math.sqrt(aucSquared) * Math.sqrt(gradNormSquared)
  return {
    aucTerm,
    alignmentTerm,
    alignmentCosine: norms === 0 ? 0 : alignmentTerm / norms,
    gradNormTerm: Math.sqrt(gradNormSquared),
    gradNormSquared,
    compositional,
    remainder: compositional - aucTerm + innerLearningRate * alignmentTerm,
  }
}

function everyBatch(
  { batches }: DecompositionProblem,
  of: (batch: number) => tf.Tensor,
): tf.Tensor[] {
  return Array.from({ length: batches }, (_, batch) => tf.tidy(() => of(batch)))
}

/** Gradient of a loss of all batches by the scores of each. */
function scoreGradients(loss: (scores: tf.Tensor) => tf.Scalar, scores: tf.Tensor[]): tf.Tensor[] {
  const sizes = scores.map((batch) => batch.shape[0] ?? 1)
  return tf.split(tf.grad(loss)(tf.concat(scores)), sizes)
}

/** Σ over batches of (∂ scores/∂ w)ᵀ · gradient by the scores, all weights in one vector. */
function weightGradient(
  { weights, scores }: DecompositionProblem,
  byScores: readonly tf.Tensor[],
): tf.Tensor {
  const variables = Object.values(weights)
  let total: tf.Tensor = tf.scalar(0)
  for (const [batch, byScore] of byScores.entries()) {
    const sum = tf.tidy(() => {
      const projection = () => tf.sum(tf.mul(scores(batch), byScore)) as tf.Scalar
      const { grads } = tf.variableGrads(projection, variables)
      const parts = variables.map((w) => tf.reshape(grads[w.name] ?? tf.zerosLike(w), [-1]))
      return tf.add(total, tf.concat(parts))
    })
    total.dispose()
    total = sum
  }
  return total
}

/** What `evaluate` returns at w − step. */
function afterStep<T>(
  weights: DecompositionProblem['weights'],
  step: tf.Tensor,
  evaluate: () => T,
): T {
  const variables = Object.values(weights)
  const parts = tf.split(
    step,
    variables.map((w) => w.size),
  )
  const originals = variables.map((w) => tf.clone(w))
  const assign = (values: readonly tf.Tensor[]) =>
    variables.forEach((w, i) => {
      w.assign(values[i] as tf.Tensor)
    })
  try {
    assign(variables.map((w, i) => tf.sub(w, tf.reshape(parts[i] as tf.Tensor, w.shape))))
    return evaluate()
  } finally {
    assign(originals) // which share their data with the weights of before: nothing is rounded
  }
}
