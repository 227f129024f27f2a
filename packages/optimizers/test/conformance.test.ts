import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import {
  adam,
  adamW,
  decayWeightsOnly,
  namedVariables,
  type Optimizer,
  pdsca,
  pesg,
  restoreVariables,
  type StepLosses,
  setLearningRates,
  sgd,
  updateReference,
} from '../src/index.ts'
import { golden, goldenProblem } from './golden.ts'

// What every optimizer keeps, under every option that adds to its state or its step.
const optimizers: Record<string, () => Optimizer> = {
  sgd: () => sgd(),
  'sgd, everything': () =>
    sgd({ momentum: 0.9, weightDecay: decayWeightsOnly(0.1), clipValue: 0.1, clipNorm: 0.1 }),
  adam: () => adam(),
  'adam, everything': () => adam({ weightDecay: 0.1, amsgrad: true, clipNorm: 0.1 }),
  adamW: () => adamW({ weightDecay: decayWeightsOnly(0.1) }),
  pesg: () => pesg(),
  'pesg, everything': () => pesg({ epochDecay: 0.1, reference: 'zero', clipValue: 0.1 }),
  'pesg, adam': () => pesg({ mode: 'adam', amsgrad: true, epochDecay: 0.1 }),
}
for (const variant of ['algorithm1', 'libauc'] as const) {
  const epochDecay = variant === 'libauc' ? { epochDecay: 0.1 } : {}
  optimizers[variant] = () => pdsca({ variant })
  for (const scaling of ['adam', 'amsgrad', 'adabound'] as const)
    optimizers[`${variant}, ${scaling}`] = () => pdsca({ variant, scaling, learningRate: 0.01 })
  for (const dual of ['gradient', 'closedForm'] as const)
    optimizers[`${variant}, ${dual} dual, Hessian, k = 2`] = () =>
      pdsca({ variant, dual, hessian: 'finite-difference', innerSteps: 2 })
  optimizers[`${variant}, everything`] = () =>
    pdsca({
      ...epochDecay,
      variant,
      scaling: 'amsgrad',
      learningRate: 0.01,
      innerSteps: 3,
      hessian: 'finite-difference',
      weightDecay: decayWeightsOnly(0.1),
      clipValue: 0.1,
      clipNorm: 0.1,
      evaluateAt: 'innerPoint',
    })
}

/** A fresh problem of the golden network, as cross-entropy alone for the optimizers without alpha. */
function start(name: string) {
  const isPlain = /^(sgd|adam)/.test(name)
  const problem = goldenProblem({
    ...golden.cases[0]!,
    optimizer: isPlain ? 'sgd' : 'pdsca',
    options: { weightDecay: 0, scoreTransform: 'sigmoid' },
  })
  const { weights, auc } = problem
  const optimizer = optimizers[name]!()
  const before = tf.memory().numTensors
  const state = optimizer.init({ weights, ...(auc && { auc }) })
  const added = tf.memory().numTensors - before
  const everything = { weights, ...(auc && { auc }), optimizer: state }
  const step = (t: number): StepLosses => tf.tidy(() => optimizer.step(problem.at(t), state))
  const dispose = () => {
    tf.dispose(namedVariables(state))
    problem.dispose()
  }
  return { optimizer, state, added, everything, step, dispose }
}

const values = (variables: Record<string, tf.Tensor>) =>
  Object.fromEntries(Object.entries(variables).map(([name, v]) => [name, [...v.dataSync()]]))

describe.each(Object.keys(optimizers))('%s', (name) => {
  test('the names reach every variable of the state', () => {
    const { state, added, dispose } = start(name)
    expect(Object.keys(namedVariables(state))).toHaveLength(added)
    dispose()
  })

  test('a step frees everything but its losses', () => {
    const { step, dispose } = start(name)
    const before = tf.memory().numTensors
    for (let t = 0; t < 3; t++) tf.dispose(step(t) as never)
    expect(tf.memory().numTensors).toBe(before)
    dispose()
  })

  test('continues a saved state bit for bit, in another process for all it knows', () => {
    const run = start(name)
    const advance = ({ step, state }: typeof run, from: number) => {
      for (let t = from; t < from + 4; t++) tf.dispose(step(t) as never)
      if ('proximal' in state && namedVariables(state)['proximal/counters/iterates'])
        updateReference(state as never)
      for (let t = from + 4; t < from + 8; t++) tf.dispose(step(t) as never)
    }
    advance(run, 0)
    setLearningRates(run.optimizer, run.state, 0.3)
    const saved = tf.tidy(() =>
      Object.fromEntries(
        Object.entries(values(namedVariables(run.everything))).map(([path, numbers]) => [
          path,
          tf.keep(tf.tensor(numbers, namedVariables(run.everything)[path]!.shape)),
        ]),
      ),
    )
    const resumed = start(name)
    restoreVariables(resumed.everything, saved)
    for (const either of [run, resumed]) advance(either, 8)
    expect(values(namedVariables(resumed.everything))).toEqual(
      values(namedVariables(run.everything)),
    )
    tf.dispose(saved)
    run.dispose()
    resumed.dispose()
  })

  test('every learning rate is in the state and can be scaled', () => {
    const { optimizer, state, dispose } = start(name)
    setLearningRates(optimizer, state, 0.5)
    const expected = Object.entries(optimizer.learningRates).map(([rate, initial]) => [
      rate,
      [Math.fround(initial * 0.5)],
    ])
    expect(values(state.learningRates)).toEqual(Object.fromEntries(expected))
    dispose()
  })

  test('a step can be recorded: the same kernels each time, and nothing is read back', async () => {
    const { step, dispose } = start(name)
    const reads = (['dataSync', 'data', 'arraySync', 'array'] as const).map((method) =>
      vi.spyOn(tf.Tensor.prototype, method),
    )
    const kernels: string[][] = []
    for (const t of [0, 1]) {
      const profile = await tf.profile(() => tf.dispose(step(t) as never))
      kernels.push(profile.kernels.map((kernel) => kernel.name))
    }
    expect(kernels[1]).toEqual(kernels[0])
    for (const read of reads) expect(read).not.toHaveBeenCalled()
    dispose()
  })
})
