/** Adam and AdamW, PyTorch's conventions. */
import * as tf from '@tensorflow/tfjs-core'
import { type AdamMomentOptions, type AdamMoments, adamStep, initAdamMoments } from './adam-step.ts'
import { checkOptions } from './check-options.ts'
import { type DirectionOptions, directions } from './direction.ts'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import { entry, gradientsOf, primalOf, scalarVariables } from './variables.ts'
import { decayOf, type WeightDecay } from './weight-decay.ts'

/** Options of {@link adam} and {@link adamW}. */
export interface AdamOptions extends DirectionOptions, AdamMomentOptions {
  /** Default 0.001. */
  readonly learningRate?: number
}

/** The state of {@link adam} and {@link adamW}. */
export interface AdamState extends OptimizerState, AdamMoments {}

/**
 * Adam; weight decay 0 by default:
 *
 *     d = clip(∇L(w)) + weightDecay·w
 *     z ← beta1·z + (1−beta1)·d,  s ← beta2·s + (1−beta2)·d²
 *     w ← w − learningRate·(z/c1) / (√(s/c2) + epsilon),  ci = 1 − betai^t
 *
 * @throws RangeError if an option is out of range
 * @see Kingma and Ba, Adam: a method for stochastic optimization, ICLR 2015; torch.optim.Adam
 * @example
 * const optimizer = adam({ learningRate: 1e-3, amsgrad: true })
 */
export function adam(options: AdamOptions = {}): Optimizer<AdamState> {
  return adamWith(options, 0)
}

/**
 * AdamW: the weight decay shrinks the weights by the factor 1 − learningRate·weightDecay and stays out of the moments,
 * d = clip(∇L(w)). Weight decay 0.01 by default.
 *
 * @throws RangeError if an option is out of range
 * @see Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019; torch.optim.AdamW
 * @example
 * const optimizer = adamW({ weightDecay: decayWeightsOnly(0.05) })
 */
export function adamW({ weightDecay = 0.01, ...options }: AdamOptions = {}): Optimizer<AdamState> {
  checkOptions({ weightDecay })
  return adamWith(options, weightDecay)
}

function adamWith(options: AdamOptions, decoupledDecay: WeightDecay): Optimizer<AdamState> {
  const { learningRate = 0.001 } = options
  checkOptions({ learningRate, ...options })
  return {
    learningRates: { learningRate },
    init: (problem) => ({
      learningRates: scalarVariables({ learningRate }),
      ...initAdamMoments(primalOf(problem), options),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const primal = primalOf(problem)
        const { value, gradients } = gradientsOf(problem.outer, primal)
        const rate = entry(state.learningRates, 'learningRate')
        const d = directions(primal, gradients, options)
        for (const [name, w] of Object.entries(primal)) {
          const decay = decayOf(decoupledDecay, name, w)
          if (decay > 0) w.assign(tf.sub(w, tf.mul(tf.mul(rate, decay), w)))
        }
        adamStep(primal, d, rate, state, options)
        return { outer: value }
      }),
  }
}
