/** How far from a stationary point of the compositional objective the weights are: a probe that any run can call now and then. */
import * as tf from '@tensorflow/tfjs-core'
import {
  afterStep,
  type DecompositionOptions,
  type DecompositionProblem,
  everyBatch,
  gradientOf,
  lossesOf,
} from './whole-data.ts'

/** As in `hessian: 'finite-difference'` of `@deepauc/optimizers`: a longer one sees third derivatives, a shorter one rounding. */
const relativeStep = 2 ** -10

/**
 * ‖∇F(w)‖² of the compositional objective with a, b and alpha at their optimum,
 *
 *     F(w) = L_AUC(u),   u = w − λ·∇L_AVG(w),   ∇F(w) = (I − λ·∇²L_AVG(w))·∇L_AUC(u)
 *
 * at the current weights, which are left exactly as they are. Both losses are those of all batches together. The product with
 * ∇²L_AVG is a central difference of gradients. Costs eight forward and four backward passes over the batches. It reads a
 * number back: call it between steps, not inside one.
 *
 * @throws RangeError if `batches` < 1, and where the losses throw
 * @see Yuan et al., ICLR 2022, Theorem 1, where a and b are variables of F
 * @example
 * const scores = () => model.apply(images, { training: false })
 * compositionalGradNormSquared({ weights, batches: 1, labels: () => labels, scores }, { innerLearningRate: 0.1 })
 */
export function compositionalGradNormSquared(
  problem: DecompositionProblem,
  { innerLearningRate, ...options }: DecompositionOptions,
): number {
  const { auc, average } = lossesOf(problem, options)
  const measured = tf.tidy(() => {
    const labels = tf.concat(everyBatch(problem, problem.labels))
    const byAverage = () => gradientOf(problem, (f) => average(labels, f))
    const outer = afterStep(problem.weights, tf.mul(innerLearningRate, byAverage()), () =>
      gradientOf(problem, (f) => auc(labels, f)),
    )
    const weights = tf.concat(Object.values(problem.weights).map((w) => tf.reshape(w, [-1])))
    // The lower bound keeps a zero direction from making the step infinite.
    const size = tf.div(
      tf.mul(relativeStep, tf.add(1, tf.norm(weights))),
      tf.maximum(tf.norm(outer), 1e-30),
    )
    const gradientAt = (distance: tf.Tensor) =>
      afterStep(problem.weights, tf.mul(tf.neg(distance), outer), byAverage)
    const difference = tf.sub(gradientAt(size), gradientAt(tf.neg(size)))
    const curvature = tf.div(difference, tf.mul(2, size))
    const gradient = tf.sub(outer, tf.mul(innerLearningRate, curvature))
    return tf.sum(tf.square(gradient)).dataSync()
  })
  return measured[0] as number
}
