/** Stochastic gradient descent with momentum, PyTorch's convention. */
import * as tf from '@tensorflow/tfjs-core'
import { checkOptions } from './check-options.ts'
import { type DirectionOptions, directions } from './direction.ts'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import {
  entry,
  gradientsOf,
  primalOf,
  scalarVariables,
  type Variables,
  variablesLike,
} from './variables.ts'

/** Options of {@link sgd}. */
export interface SgdOptions extends DirectionOptions {
  /** Default 0.1. */
  readonly learningRate?: number
  /** Share of the old direction that is kept, in [0, 1). Default 0. */
  readonly momentum?: number
}

/** The state of {@link sgd}. */
export interface SgdState extends OptimizerState {
  /** Empty without momentum. */
  readonly momentum: Variables
}

/**
 * Stochastic gradient descent; weight decay 0 by default:
 *
 *     d = clip(∇L(w)) + weightDecay·w
 *     m ← momentum·m + d
 *     w ← w − learningRate·m
 *
 * @throws RangeError if an option is out of range
 * @see Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013; torch.optim.SGD
 * @example
 * const optimizer = sgd({ learningRate: 0.1, momentum: 0.9, weightDecay: 1e-4 })
 */
export function sgd({
  learningRate = 0.1,
  momentum = 0,
  ...bounds
}: SgdOptions = {}): Optimizer<SgdState> {
  checkOptions({ learningRate, momentum, ...bounds })
  return {
    learningRates: { learningRate },
    init: (problem) => ({
      learningRates: scalarVariables({ learningRate }),
      momentum: momentum === 0 ? {} : variablesLike(primalOf(problem), tf.zerosLike),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const primal = primalOf(problem)
        const { value, gradients } = gradientsOf(problem.outer, primal)
        const rate = entry(state.learningRates, 'learningRate')
        for (const [name, d] of Object.entries(directions(primal, gradients, bounds))) {
          const w = entry(primal, name)
          const m = momentum === 0 ? undefined : entry(state.momentum, name)
          m?.assign(tf.add(tf.mul(momentum, m), d))
          w.assign(tf.sub(w, tf.mul(rate, m ?? d)))
        }
        return { outer: value }
      }),
  }
}
