/** PDSCA as LibAUC 1.2.0 runs it. */
import * as tf from '@tensorflow/tfjs-core'
import { directions } from './direction.ts'
import { dualGradient, moveDual } from './dual-step.ts'
import { throughInnerSteps } from './inner-jacobian.ts'
import type { Optimizer, Problem } from './optimizer.ts'
import { descend } from './outer-descent.ts'
import type { PdscaState } from './pdsca.ts'
import type { PdscaSettings } from './pdsca-settings.ts'
import { accumulate, addPull, initProximal } from './proximal.ts'
import { requireInner } from './require.ts'
import { initSecondMoments } from './second-moment.ts'
import {
  entry,
  gradientsOf,
  moveTowards,
  primalOf,
  saddleOf,
  scalarVariables,
  type Tensors,
  type Variables,
  valuesOf,
  variablesLike,
} from './variables.ts'

/**
 * One step on w̄ = (w, a, b) and alpha:
 *
 *     u ← (1−β0)·u + β0·(w − innerLearningRate·d(∇L_AVG(w; S1))),  w ← u       k times
 *     O = ∇hᵀ·d(∇Φ(w̄, alpha; S2)),  ∇h = I unless `hessian` asks for it
 *     z ← (1−β1)·z + β1·O,  w̄ ← w̄ − learningRate·z/(√v + ε)                    divided only under a `scaling`
 *     alpha ← Π[alpha + dualLearningRate·2(margin + b − a − alpha)]
 *
 * with d(g) = clip(g) + weightDecay·w̄ + epochDecay·(w̄ − reference). The weights become u and the outer step starts from
 * there, so that gradients of the average loss stay in the weights. Both averages start with their first value; a and b are
 * not averaged. `updateReference` moves the reference.
 */
export function libauc(settings: PdscaSettings): Optimizer<PdscaState> {
  const { learningRate, innerLearningRate, dualLearningRate } = settings
  const learningRates = { learningRate, innerLearningRate, dualLearningRate }
  return {
    learningRates,
    init: (problem) => ({
      learningRates: scalarVariables(learningRates),
      innerPoint: Array.from({ length: settings.innerSteps }, () =>
        variablesLike(problem.weights, tf.clone),
      ),
      gradientAverage: variablesLike(primalOf(problem), tf.zerosLike),
      secondMoment: initSecondMoments(primalOf(problem), settings),
      averaging: scalarVariables({ inner: 1, gradient: 1 }),
      proximal: initProximal(primalOf(problem), settings),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const start = settings.hessian === 'ignore' ? {} : valuesOf(problem.weights)
        const inner = innerSteps(problem, state, settings)
        const outer = outerStep(problem, start, state, settings)
        entry(state.averaging, 'inner').assign(tf.scalar(settings.innerAveraging))
        entry(state.averaging, 'gradient').assign(tf.scalar(settings.gradientAveraging))
        return { inner, outer }
      }),
  }
}

/** Moves every u^(j) and the weights with it, and returns the average loss at w. */
function innerSteps(problem: Problem, state: PdscaState, settings: PdscaSettings): tf.Scalar {
  const rate = entry(state.learningRates, 'innerLearningRate')
  const losses = state.innerPoint.map((point) => {
    const { value, gradients } = gradientsOf(requireInner(problem), problem.weights)
    const d = penalised(problem.weights, gradients, state, settings)
    for (const [name, w] of Object.entries(problem.weights)) {
      const u = entry(point, name)
      const reached = tf.sub(w, tf.mul(rate, entry(d, name)))
      moveTowards(u, reached, entry(state.averaging, 'inner'))
      w.assign(u)
    }
    accumulate(problem.weights, state.proximal)
    return value
  })
  return losses[0] as tf.Scalar
}

function outerStep(
  problem: Problem,
  start: Tensors,
  state: PdscaState,
  settings: PdscaSettings,
): tf.Scalar {
  const primal = primalOf(problem)
  const { value, gradients } = gradientsOf(problem.outer, saddleOf(problem))
  const byAlpha = dualGradient(problem, gradients, settings)
  const d = penalised(primal, gradients, state, settings)
  const O = { ...d, ...throughInnerSteps(problem, start, d, state, settings) }
  descend(primal, primal, O, state, settings)
  accumulate(primal, state.proximal)
  moveDual(problem, byAlpha, entry(state.learningRates, 'dualLearningRate'), settings)
  return value
}

/** d */
function penalised(
  variables: Variables,
  gradients: Tensors,
  { proximal }: PdscaState,
  settings: PdscaSettings,
): Tensors {
  return addPull(variables, directions(variables, gradients, settings), proximal, settings)
}
