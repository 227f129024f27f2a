/** Algorithm 1 of the paper, line by line. */
import * as tf from '@tensorflow/tfjs-core'
import { direction } from './direction.ts'
import { ascendDual, ascendDualInClosedForm } from './dual-step.ts'
import type { AucState, Optimizer, Problem } from './optimizer.ts'
import type { PdscaSettings, PdscaState } from './pdsca.ts'
import { requireAuc, requireInner } from './require.ts'
import {
  assignAll,
  entry,
  gradientsOf,
  mapRecord,
  moveTowards,
  primalOf,
  scalarVariables,
  variablesLike,
} from './variables.ts'

/**
 * One step on w̄ = (w, a, b) and alpha:
 *
 *     u ← (1−β0)·u + β0·(w − innerLearningRate·∇L_AVG(w; S1), a, b)     line 5, k times
 *     O = ∇_u [g1 + alpha·g2](u; S2)                                     line 6
 *     z ← (1−β1)·z + β1·O                                                line 7
 *     w̄ ← w̄ − learningRate·z                                            line 9
 *     alpha ← Π[alpha + dualLearningRate·(g2(u; S1 ∪ S2) − g3'(alpha))]  line 10
 *
 * The outer step starts from w̄, not from u: the average loss never moves the weights directly. All u start at the initial
 * w̄ and z at 0. With k > 1, step j starts from u^(j−1) and O is taken at u^(k). Weight decay enters ∇L_AVG and O for the
 * weights, not for a and b.
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
      averaging: scalarVariables({ inner: innerAveraging, gradient: gradientAveraging }),
    }),
    step: (problem, state) => tf.tidy(() => step(problem, state, settings)),
  }
}

function step(problem: Problem, state: PdscaState, settings: PdscaSettings) {
  const auc = requireAuc(problem)
  const primal = primalOf(problem)
  const start = mapRecord(primal, (w) => tf.clone(w))

  const inner = innerSteps(problem, state, settings) // line 5; leaves u^(k) in the variables
  const { value: outer, gradients } = outerGradient(problem, auc, settings) // line 6
  const byAlpha =
    settings.dual === 'gradient'
      ? (dualGradient(problem, auc) ?? entry(gradients, 'auc.alpha'))
      : undefined
  const rate = entry(state.learningRates, 'learningRate')
  for (const [name, w] of Object.entries(primal)) {
    const z = entry(state.gradientAverage, name)
    moveTowards(z, entry(gradients, name), entry(state.averaging, 'gradient')) // line 7
    w.assign(tf.sub(entry(start, name), tf.mul(rate, z))) // line 9
  }
  const dualRate = entry(state.learningRates, 'dualLearningRate') // line 10
  if (byAlpha === undefined) ascendDualInClosedForm(auc, dualRate, settings)
  else ascendDual(auc, byAlpha, dualRate, settings)
  return { inner, outer }
}

/** Moves every u^(j), sets the variables to u^(k) and returns the average loss at w. */
function innerSteps(problem: Problem, state: PdscaState, settings: PdscaSettings): tf.Scalar {
  const primal = primalOf(problem)
  const rate = entry(state.learningRates, 'innerLearningRate')
  const losses = state.innerPoint.map((u) => {
    const { value, gradients } = gradientsOf(requireInner(problem), problem.weights)
    for (const [name, w] of Object.entries(primal)) {
      const gradient = gradients[name] // a and b take no inner step
      const reached = gradient && tf.sub(w, tf.mul(rate, direction(w, gradient, settings)))
      moveTowards(entry(u, name), reached ?? w, entry(state.averaging, 'inner'))
    }
    assignAll(primal, u)
    return value
  })
  return losses[0] as tf.Scalar
}

/** Gradients of the AUC loss on S2 by the weights, a, b and alpha. */
function outerGradient(problem: Problem, { alpha }: AucState, settings: PdscaSettings) {
  const variables = { ...primalOf(problem), 'auc.alpha': alpha }
  const { value, gradients } = gradientsOf(problem.outer, variables)
  const decayed = mapRecord(problem.weights, (w, name) =>
    direction(w, entry(gradients, name), settings),
  )
  return { value, gradients: { ...gradients, ...decayed } }
}

/** g2 − g3' on S1 ∪ S2, where the problem can tell it. */
function dualGradient({ dual }: Problem, { alpha }: AucState): tf.Tensor | undefined {
  return dual && entry(gradientsOf(dual, { alpha }).gradients, 'alpha')
}
