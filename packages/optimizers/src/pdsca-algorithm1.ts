/** Algorithm 1 of the paper, line by line. */
import * as tf from '@tensorflow/tfjs-core'
import { directions } from './direction.ts'
import { dualGradient, moveDual } from './dual-step.ts'
import { throughInnerSteps } from './inner-jacobian.ts'
import type { Optimizer, Problem } from './optimizer.ts'
import { descend } from './outer-descent.ts'
import type { PdscaState } from './pdsca.ts'
import type { PdscaSettings } from './pdsca-settings.ts'
import { initProximal } from './proximal.ts'
import { requireInner } from './require.ts'
import { initSecondMoments } from './second-moment.ts'
import {
  assignAll,
  entry,
  gradientsOf,
  moveTowards,
  primalOf,
  saddleOf,
  scalarVariables,
  type Tensors,
  valuesOf,
  variablesLike,
} from './variables.ts'

/**
 * One step on w̄ = (w, a, b) and alpha:
 *
 *     u ← (1−β0)·u + β0·(w − innerLearningRate·d(∇L_AVG(w; S1)), a, b)  line 5, k times
 *     O = ∇hᵀ·d(∇_u [g1 + alpha·g2](u; S2))                             line 6, ∇h = I unless `hessian` asks for it
 *     z ← (1−β1)·z + β1·O                                               line 7
 *     v ← h_t(O)                                                        line 8, `scaling`
 *     w̄ ← w̄ − learningRate·z/(√v + ε)                                   line 9, divided only under a scaling
 *     alpha ← Π[alpha + dualLearningRate·(g2(u; S1 ∪ S2) − g3'(alpha))] line 10
 *
 * with d(g) = clip(g) + weightDecay·w for the weights; a and b are neither clipped nor decayed. The outer step starts from
 * w̄, not from u: the average loss never moves the weights directly. All u start at the initial w̄ and z at 0. With k > 1,
 * step j starts from u^(j−1) and O is taken at u^(k).
 */
export function algorithm1(settings: PdscaSettings): Optimizer<PdscaState> {
  const { learningRate, innerLearningRate, dualLearningRate, innerSteps } = settings
  const { innerAveraging, gradientAveraging } = settings
  const learningRates = { learningRate, innerLearningRate, dualLearningRate }
  return {
    learningRates,
    init: (problem) => ({
      learningRates: scalarVariables(learningRates),
      innerPoint: Array.from({ length: innerSteps }, () =>
        variablesLike(primalOf(problem), tf.clone),
      ),
      gradientAverage: variablesLike(primalOf(problem), tf.zerosLike),
      secondMoment: initSecondMoments(primalOf(problem), settings),
      averaging: scalarVariables({ inner: innerAveraging, gradient: gradientAveraging }),
      proximal: initProximal({}, {}),
    }),
    step: (problem, state) => tf.tidy(() => step(problem, state, settings)),
  }
}

function step(problem: Problem, state: PdscaState, settings: PdscaSettings) {
  const primal = primalOf(problem)
  const start = valuesOf(primal)

  const inner = innerSteps(problem, state, settings) // line 5; leaves u^(k) in the variables
  const { value: outer, gradients } = outerGradient(problem, start, state, settings) // line 6
  const byAlpha = dualGradient(problem, gradients, settings)
  descend(primal, start, gradients, state, settings) // lines 7 to 9
  const dualRate = entry(state.learningRates, 'dualLearningRate')
  moveDual(problem, byAlpha, dualRate, settings) // line 10
  return { inner, outer }
}

/** Moves every u^(j), sets the variables to u^(k) and returns the average loss at w. */
function innerSteps(problem: Problem, state: PdscaState, settings: PdscaSettings): tf.Scalar {
  const primal = primalOf(problem)
  const rate = entry(state.learningRates, 'innerLearningRate')
  const losses = state.innerPoint.map((u) => {
    const { value, gradients } = gradientsOf(requireInner(problem), problem.weights)
    const d = directions(problem.weights, gradients, settings)
    for (const [name, w] of Object.entries(primal)) {
      const direction = d[name] // a and b take no inner step
      const reached = direction && tf.sub(w, tf.mul(rate, direction))
      moveTowards(entry(u, name), reached ?? w, entry(state.averaging, 'inner'))
    }
    assignAll(primal, u)
    return value
  })
  return losses[0] as tf.Scalar
}

/** O, and the plain gradient by alpha. */
function outerGradient(
  problem: Problem,
  start: Tensors,
  state: PdscaState,
  settings: PdscaSettings,
) {
  const { value, gradients } = gradientsOf(problem.outer, saddleOf(problem))
  const d = directions(problem.weights, gradients, settings)
  const O = throughInnerSteps(problem, start, d, state, settings)
  return { value, gradients: { ...gradients, ...O } }
}
