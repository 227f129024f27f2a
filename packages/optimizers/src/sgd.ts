/** Stochastic gradient descent with momentum, PyTorch's convention. */
import * as tf from '@tensorflow/tfjs-core'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import {
  entry,
  gradientsOf,
  primalOf,
  scalarVariables,
  type Variables,
  variablesLike,
} from './variables.ts'

export interface SgdOptions {
  /** Default 0.1. */
  readonly learningRate?: number
  /** Share of the old direction that is kept, in [0, 1). Default 0. */
  readonly momentum?: number
  /** Coefficient of the L2 penalty, added to the gradient. Default 0. */
  readonly weightDecay?: number
}

export interface SgdState extends OptimizerState {
  readonly momentum: Variables
}

/**
 * Stochastic gradient descent:
 *
 *     d = ∇L(w) + weightDecay·w
 *     m ← momentum·m + d
 *     w ← w − learningRate·m
 *
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013; torch.optim.SGD
 */
export function sgd({
  learningRate = 0.1,
  momentum = 0,
  weightDecay = 0,
}: SgdOptions = {}): Optimizer<SgdState> {
  return {
    learningRates: { learningRate },
    init: (problem) => ({
      learningRates: scalarVariables({ learningRate }),
      momentum: variablesLike(primalOf(problem), tf.zerosLike),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const primal = primalOf(problem)
        const { value, gradients } = gradientsOf(problem.outer, primal)
        const rate = entry(state.learningRates, 'learningRate')
        for (const [name, w] of Object.entries(primal)) {
          const d = tf.add(entry(gradients, name), tf.mul(weightDecay, w))
          const m = entry(state.momentum, name)
          m.assign(tf.add(tf.mul(momentum, m), d))
          w.assign(tf.sub(w, tf.mul(rate, m)))
        }
        return { outer: value }
      }),
  }
}
