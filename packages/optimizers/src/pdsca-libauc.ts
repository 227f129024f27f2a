/** PDSCA as LibAUC 1.2.0 runs it. */
import * as tf from '@tensorflow/tfjs-core'
import { direction } from './direction.ts'
import { ascendDual, ascendDualInClosedForm } from './dual-step.ts'
import type { Optimizer, Problem } from './optimizer.ts'
import type { PdscaSettings, PdscaState } from './pdsca.ts'
import { requireAuc, requireInner } from './require.ts'
import {
  entry,
  gradientsOf,
  moveTowards,
  primalOf,
  scalarVariables,
  variablesLike,
} from './variables.ts'

/**
 * One step on w̄ = (w, a, b) and alpha:
 *
 *     u ← (1−β0)·u + β0·(w − innerLearningRate·d(∇L_AVG(w; S1))),  w ← u       k times
 *     z ← (1−β1)·z + β1·d(∇Φ(w̄, alpha; S2)),  w̄ ← w̄ − learningRate·z
 *     alpha ← Π[alpha + dualLearningRate·2(margin + b − a − alpha)]
 *
 * with d(g) = clip(g) + weightDecay·w̄. The weights become u and the outer step starts from there, so that gradients of the
 * average loss stay in the weights. Both averages start with their first value; a and b are not averaged.
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
      averaging: scalarVariables({ inner: 1, gradient: 1 }),
    }),
    step: (problem, state) =>
      tf.tidy(() => {
        const inner = innerSteps(problem, state, settings)
        const outer = outerStep(problem, state, settings)
        entry(state.averaging, 'inner').assign(tf.scalar(settings.innerAveraging))
        entry(state.averaging, 'gradient').assign(tf.scalar(settings.gradientAveraging))
        return { inner, outer }
      }),
  }
}

function innerSteps(problem: Problem, state: PdscaState, settings: PdscaSettings): tf.Scalar {
  const rate = entry(state.learningRates, 'innerLearningRate')
  const losses = state.innerPoint.map((point) => {
    const { value, gradients } = gradientsOf(requireInner(problem), problem.weights)
    for (const [name, w] of Object.entries(problem.weights)) {
      const u = entry(point, name)
      const d = direction(w, entry(gradients, name), settings)
      moveTowards(u, tf.sub(w, tf.mul(rate, d)), entry(state.averaging, 'inner'))
      w.assign(u)
    }
    return value
  })
  return losses[0] as tf.Scalar
}

function outerStep(problem: Problem, state: PdscaState, settings: PdscaSettings): tf.Scalar {
  const auc = requireAuc(problem)
  const primal = { ...primalOf(problem), 'auc.alpha': auc.alpha }
  const { value, gradients } = gradientsOf(problem.outer, primal)
  const rate = entry(state.learningRates, 'learningRate')
  for (const [name, w] of Object.entries(primalOf(problem))) {
    const z = entry(state.gradientAverage, name)
    const d = direction(w, entry(gradients, name), settings)
    moveTowards(z, d, entry(state.averaging, 'gradient'))
    w.assign(tf.sub(w, tf.mul(rate, z)))
  }
  const dualRate = entry(state.learningRates, 'dualLearningRate')
  if (settings.dual === 'closedForm') ascendDualInClosedForm(auc, dualRate, settings)
  else ascendDual(auc, entry(gradients, 'auc.alpha'), dualRate, settings)
  return value
}
