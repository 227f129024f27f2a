/** PESG: the primal-dual optimizer of the AUC-margin loss from scratch. */
import * as tf from '@tensorflow/tfjs-core'
import { type AdamMomentOptions, type AdamMoments, adamStep, initAdamMoments } from './adam-step.ts'
import { checkOptions } from './check-options.ts'
import { type DirectionOptions, directions } from './direction.ts'
import { ascendDual, closedFormDualGradient, type DualOptions, dualSettings } from './dual-step.ts'
import type { Optimizer, OptimizerState } from './optimizer.ts'
import {
  accumulate,
  addPull,
  initProximal,
  moveReference,
  type ProximalOptions,
  type ProximalState,
} from './proximal.ts'
import { requireAuc } from './require.ts'
import { initSecondMoments } from './second-moment.ts'
import {
  entry,
  gradientsOf,
  moveTowards,
  primalOf,
  scalarVariables,
  type Tensors,
  type Variables,
  variablesLike,
} from './variables.ts'

/** Options of {@link pesg}. */
export interface PesgOptions
  extends DirectionOptions,
    DualOptions,
    ProximalOptions,
    AdamMomentOptions {
  /** Rate of the weights, a, b and alpha. Default 0.1. */
  readonly learningRate?: number
  /** Default `'sgd'`. `beta1`, `beta2`, `epsilon` and `amsgrad` are those of `'adam'`. */
  readonly mode?: 'sgd' | 'adam'
  /** Weight of the new gradient in the average z of `'sgd'`, in (0, 1]; LibAUC calls it momentum. Default 0.9. */
  readonly gradientAveraging?: number
}

/** In `'sgd'` mode `averaging` holds the weight of the next gradient: 1 at the first step, then `gradientAveraging`. */
export interface PesgState extends OptimizerState, AdamMoments {
  readonly proximal: ProximalState
}

/**
 * PESG; weight decay 1e-4 by default, on every variable, a and b too:
 *
 *     d = clip(∇Φ(w̄)) + weightDecay·w̄ + epochDecay·(w̄ − reference)          w̄ = (w, a, b)
 *     sgd    z ← (1 − gradientAveraging)·z + gradientAveraging·d,  z ← d at the first step
 *            w̄ ← w̄ − learningRate·z
 *     adam   Adam's step along d
 *     alpha ← Π[alpha + learningRate·2(margin + b − a − alpha)]
 *
 * `updateReference` moves the reference.
 *
 * @throws RangeError if an option is out of range
 * @see Guo, Yuan, Yan and Yang, Fast objective and duality gap convergence for nonconvex-strongly-concave min-max
 *   problems, arXiv:2006.06889; LibAUC 1.2.0, optimizers/pesg.py, and 2.0.1 for the Adam mode
 * @example
 * const optimizer = pesg({ learningRate: 0.1, epochDecay: 2e-3, clipValue: 1 })
 */
export function pesg(options: PesgOptions = {}): Optimizer<PesgState> {
  const { learningRate = 0.1, gradientAveraging = 0.9, weightDecay = 1e-4 } = options
  const settings = {
    mode: 'sgd',
    ...options,
    ...dualSettings(options),
    gradientAveraging,
    weightDecay,
  } as const
  checkOptions({ ...settings, learningRate })
  return {
    learningRates: { learningRate },
    init: (problem) => init(primalOf(problem), learningRate, settings),
    step: (problem, state) =>
      tf.tidy(() => {
        const auc = requireAuc(problem)
        const primal = primalOf(problem)
        const { value, gradients } = gradientsOf(problem.outer, primal)
        const rate = entry(state.learningRates, 'learningRate')
        const d = addPull(primal, directions(primal, gradients, settings), state.proximal, settings)
        if (settings.mode === 'adam') adamStep(primal, d, rate, state, settings)
        else averagedStep(primal, d, rate, state, gradientAveraging)
        accumulate(primal, state.proximal)
        ascendDual(auc, closedFormDualGradient(auc, settings.margin), rate, settings)
        return { outer: value }
      }),
    onRateDrop: moveReference,
  }
}

function init(primal: Variables, learningRate: number, options: PesgOptions): PesgState {
  const moments =
    options.mode === 'adam'
      ? initAdamMoments(primal, options)
      : {
          gradientAverage: variablesLike(primal, tf.zerosLike),
          averaging: scalarVariables({ gradient: 1 }),
          secondMoment: initSecondMoments(primal, { scaling: 'none' }),
        }
  return {
    learningRates: scalarVariables({ learningRate }),
    ...moments,
    proximal: initProximal(primal, options),
  }
}

function averagedStep(
  primal: Variables,
  directions: Tensors,
  rate: tf.Tensor,
  { gradientAverage, averaging }: PesgState,
  gradientAveraging: number,
): void {
  const weight = entry(averaging, 'gradient')
  for (const [name, w] of Object.entries(primal)) {
    const z = entry(gradientAverage, name)
    moveTowards(z, entry(directions, name), weight)
    w.assign(tf.sub(w, tf.mul(rate, z)))
  }
  weight.assign(tf.scalar(gradientAveraging))
}
