/** PESG: the primal-dual optimizer of the AUC-margin loss from scratch. */
import * as tf from '@tensorflow/tfjs-core'
import { direction } from './direction.ts'
import { ascendDualInClosedForm } from './dual-step.ts'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { requireAuc } from './require.ts'
import {
  entry,
  gradientsOf,
  moveTowards,
  primalOf,
  scalarVariables,
  type Variables,
  variablesLike,
} from './variables.ts'

export interface PesgOptions {
  /** Rate of the weights, a, b and alpha. Default 0.1. */
  readonly learningRate?: number
  /** Weight of the new gradient in the average z, in (0, 1]; LibAUC calls it momentum. Default 0.9. */
  readonly gradientAveraging?: number
  /** Coefficient of the L2 penalty on every variable, a and b too. Default 1e-4. */
  readonly weightDecay?: number
  /** Bound of each entry of the gradient. Default: none; LibAUC clips to 1. */
  readonly clipValue?: number
  /** The margin of the loss. Default 1. */
  readonly margin?: number
  /** Default 999, as in LibAUC. */
  readonly alphaMax?: number
}

export interface PesgState extends OptimizerState {
  readonly gradientAverage: Variables
  /** Weight of the next gradient: 1 at the first step, then `gradientAveraging`. */
  readonly averaging: Variables
}

/**
 * PESG:
 *
 *     d = clip(∇Φ(w̄)) + weightDecay·w̄           w̄ = (w, a, b)
 *     z ← (1 − gradientAveraging)·z + gradientAveraging·d,  z ← d at the first step
 *     w̄ ← w̄ − learningRate·z
 *     alpha ← Π[alpha + learningRate·2(margin + b − a − alpha)]
 *
 * @see Guo, Yuan, Yan and Yang, Fast objective and duality gap convergence for nonconvex-strongly-concave min-max
 *   problems, arXiv:2006.06889; LibAUC 1.2.0, optimizers/pesg.py (sgd mode, without the proximal reference)
 */
export function pesg({
  learningRate = 0.1,
  gradientAveraging = 0.9,
  weightDecay = 1e-4,
  clipValue,
  margin = 1,
  alphaMax = 999,
}: PesgOptions = {}): Optimizer<PesgState> {
  return {
    learningRates: { learningRate },
    init: (problem) => ({
      learningRates: scalarVariables({ learningRate }),
      gradientAverage: variablesLike(primalOf(problem), tf.zerosLike),
      averaging: scalarVariables({ gradient: 1 }),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const auc = requireAuc(problem)
        const primal = primalOf(problem)
        const { value, gradients } = gradientsOf(problem.outer, primal)
        const rate = entry(state.learningRates, 'learningRate')
        const averaging = entry(state.averaging, 'gradient')
        for (const [name, w] of Object.entries(primal)) {
          const d = direction(w, entry(gradients, name), { weightDecay, clipValue })
          const z = entry(state.gradientAverage, name)
          moveTowards(z, d, averaging)
          w.assign(tf.sub(w, tf.mul(rate, z)))
        }
        averaging.assign(tf.scalar(gradientAveraging))
        ascendDualInClosedForm(auc, rate, { margin, alphaMax })
        return { outer: value }
      }),
  }
}
