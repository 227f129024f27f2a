import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import {
  namedVariables,
  type Optimizer,
  type PdscaState,
  pdsca,
  pesg,
  type StepLosses,
  setLearningRates,
  sgd,
} from '../src/index.ts'
import { flat, type GoldenCase, golden, goldenProblem } from './golden.ts'

// LibAUC 1.2.0's own PESG and PDSCA, torch.optim.SGD, and a transcription of Algorithm 1, in double precision.
const tolerance = 1e-5

function optimizerOf({ optimizer, options }: GoldenCase): Optimizer {
  const {
    clip,
    start: _,
    epochDecay: __,
    drop: ___,
    scoreTransform: ____,
    prior: _____,
    ...rest
  } = options
  const clipped = clip === undefined ? {} : { clipValue: clip }
  if (optimizer === 'sgd') return sgd(rest)
  if (optimizer === 'pesg') return pesg({ ...rest, ...clipped })
  return pdsca({ variant: optimizer, ...rest, ...clipped })
}

/** max|Δ| / max|reference|; a reference below 0.01 counts as 0.01: a sum of terms that cancel keeps their rounding. */
function deviation(actual: tf.Tensor, expected: Parameters<typeof flat>[0]): number {
  const reference = flat(expected)
  const difference = [...actual.dataSync()].map((v, i) => Math.abs(v - reference[i]!))
  return Math.max(...difference) / Math.max(0.01, ...reference.map(Math.abs))
}

const cases = golden.cases.filter((c) => !c.options.epochDecay)

test('the file holds every optimizer', () => {
  expect(new Set(cases.map((c) => c.optimizer))).toEqual(
    new Set(['sgd', 'pesg', 'libauc', 'algorithm1']),
  )
})

test.each(cases)('$name: 20 steps within 1e-5', (golden20) => {
  const problem = goldenProblem(golden20)
  const optimizer = optimizerOf(golden20)
  const auc = problem.auc === undefined ? {} : { auc: problem.auc }
  const state = optimizer.init({ weights: problem.weights, ...auc })
  for (const [step, expected] of golden20.losses.entries()) {
    if (golden20.options.drop && step === golden.dropAfter)
      setLearningRates(optimizer, state, 1 / golden.dropFactor)
    const losses: StepLosses = tf.tidy(() => optimizer.step(problem.at(step), state))
    expect(deviation(losses.outer, expected.outer ?? expected.loss!)).toBeLessThan(tolerance)
    if (losses.inner)
      expect(deviation(losses.inner, flat(expected.inner!)[0]!)).toBeLessThan(tolerance)
    tf.dispose(losses as never)

    const reference = golden20.states.find((s) => s.step === step + 1)
    if (reference) compare(problem, state, reference)
  }
  tf.dispose(namedVariables(state))
  problem.dispose()
})

function compare(
  { weights, auc }: ReturnType<typeof goldenProblem>,
  state: object,
  reference: GoldenCase['states'][number],
) {
  const { gradientAverage, innerPoint } = state as Partial<PdscaState>
  const pairs: [string, tf.Tensor, Parameters<typeof flat>[0]][] = []
  const add = (what: string, tensors: Readonly<Record<string, tf.Tensor>>, values: object) => {
    for (const [name, value] of Object.entries(values)) {
      const tensor = tensors[name] ?? tensors[`auc.${name}`]
      pairs.push([`${what} ${name}`, tensor!, value])
    }
  }
  add('weights', weights, reference.weights)
  if (auc) add('auc', { ...auc }, { a: reference.a, b: reference.b, alpha: reference.alpha })
  if (gradientAverage) add('z', gradientAverage, reference.gradientAverage!)
  const points = reference.innerPoints ?? (reference.innerPoint ? [reference.innerPoint] : [])
  expect(innerPoint?.length ?? 0).toBe(points.length)
  for (const [j, point] of points.entries()) add(`u${j + 1}`, innerPoint![j]!, point)
  for (const [name, tensor, value] of pairs)
    expect(deviation(tensor, value), `${name} after step ${reference.step}`).toBeLessThan(tolerance)
}
