import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import {
  type AdamState,
  namedVariables,
  type OptimizerState,
  type PdscaState,
  type PesgState,
  type SgdState,
  type StepLosses,
  setLearningRates,
  updateReference,
} from '../src/index.ts'
import {
  flat,
  type GoldenCase,
  golden,
  goldenOptimizer,
  goldenProblem,
  type Nested,
} from './golden.ts'

// LibAUC 1.2.0's own PESG and PDSCA, torch.optim, and transcriptions of both forms of PDSCA, in double precision.
const tolerance = 1e-5

/** max|Δ| / max|reference|; a reference below 0.01 counts as 0.01: a sum of terms that cancel keeps their rounding. */
function deviation(actual: tf.Tensor, expected: Nested): number {
  const reference = flat(expected)
  const difference = [...actual.dataSync()].map((v, i) => Math.abs(v - reference[i]!))
  return Math.max(...difference) / Math.max(0.01, ...reference.map(Math.abs))
}

test('the files hold every optimizer', () => {
  expect(new Set(golden.cases.map((c) => c.optimizer))).toEqual(
    new Set(['sgd', 'adam', 'adamW', 'pesg', 'pesg_adam', 'libauc', 'pdsca']),
  )
})

test.each(golden.cases)('$name: 20 steps within 1e-5', (golden20) => {
  const problem = goldenProblem(golden20)
  const optimizer = goldenOptimizer(golden20)
  const auc = problem.auc === undefined ? {} : { auc: problem.auc }
  const state = optimizer.init({ weights: problem.weights, ...auc })
  for (const [step, expected] of golden20.losses.entries()) {
    if (step === golden.dropAfter) drop(golden20)
    const losses: StepLosses = tf.tidy(() => optimizer.step(problem.at(step), state))
    expect(deviation(losses.outer, expected.outer)).toBeLessThan(tolerance)
    if (losses.inner) expect(deviation(losses.inner, expected.inner!)).toBeLessThan(tolerance)
    tf.dispose(losses as never)

    const reference = golden20.states.find((s) => s.step === step + 1)
    if (reference) compare(problem, state, reference)
  }
  tf.dispose(namedVariables(state))
  problem.dispose()

  function drop({ options }: GoldenCase) {
    if (options.drop) setLearningRates(optimizer, state, 1 / golden.dropFactor)
    if (options.updateReference) updateReference(state as OptimizerState & PesgState)
  }
})

function compare(
  { weights, auc }: ReturnType<typeof goldenProblem>,
  state: object,
  reference: GoldenCase['states'][number],
) {
  const { gradientAverage, innerPoint, secondMoment, momentum } = state as Partial<
    PdscaState & PesgState & AdamState & SgdState
  >
  const pairs: [string, tf.Tensor, Nested][] = []
  const add = (what: string, tensors: Readonly<Record<string, tf.Tensor>>, values: object = {}) => {
    const found = Object.keys(tensors).map((name) => name.replace('auc.', ''))
    expect(found, what).toEqual(Object.keys(values))
    for (const [name, value] of Object.entries(values)) {
      const tensor = tensors[name] ?? tensors[`auc.${name}`]
      pairs.push([`${what} ${name}`, tensor!, value])
    }
  }
  add('weights', weights, reference.weights)
  if (auc) add('auc', { ...auc }, { a: reference.a, b: reference.b, alpha: reference.alpha })
  add('z', gradientAverage ?? {}, reference.gradientAverage)
  add('momentum', momentum ?? {}, reference.momentum)
  add('s', secondMoment?.average ?? {}, reference.secondMoment)
  add('m', secondMoment?.maximum ?? {}, reference.maximum)
  const points = reference.innerPoints ?? (reference.innerPoint ? [reference.innerPoint] : [])
  expect(innerPoint?.length ?? 0).toBe(points.length)
  for (const [j, point] of points.entries()) add(`u${j + 1}`, innerPoint![j]!, point)
  for (const [name, tensor, value] of pairs)
    expect(deviation(tensor, value), `${name} after step ${reference.step}`).toBeLessThan(tolerance)
}
