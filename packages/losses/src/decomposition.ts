/** The terms into which the compositional objective falls: a probe that any run can call now and then. */
import * as tf from '@tensorflow/tfjs-core'
import {
  afterStep,
  type DecompositionOptions,
  type DecompositionProblem,
  everyBatch,
  gradientOf,
  lossesOf,
} from './whole-data.ts'

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
  { innerLearningRate, ...options }: DecompositionOptions,
): Decomposition {
  const { auc, average } = lossesOf(problem, options)
  const measured = tf.tidy(() => {
    const labels = tf.concat(everyBatch(problem, problem.labels))
    const scores = everyBatch(problem, problem.scores)
    const [byAuc, byAverage] = [auc, average].map((loss) =>
      gradientOf(problem, (f) => loss(labels, f), scores),
    ) as [tf.Tensor, tf.Tensor]
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
