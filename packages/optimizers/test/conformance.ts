/** What every optimizer must do, whatever its formula. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import {
  namedVariables,
  type Optimizer,
  restoreVariables,
  type StepLosses,
  setLearningRates,
  updateReference,
} from '../src/index.ts'
import { golden, goldenProblem } from './golden.ts'

/** What is minimised: `'auc'`, which has alpha to ascend in, or not. */
type Loss = 'cross-entropy' | 'auc'

export function conformance(name: string, create: () => Optimizer, loss: Loss): void {
  describe(`${name}, as every optimizer,`, () => {
    const start = () => begin(create, loss)

    test('the names reach every variable of the state', () => {
      const { state, added, dispose } = start()
      expect(Object.keys(namedVariables(state))).toHaveLength(added)
      dispose()
    })

    test('a step frees everything but its losses', () => {
      const { step, dispose } = start()
      const before = tf.memory().numTensors
      for (let t = 0; t < 3; t++) tf.dispose(step(t) as never)
      expect(tf.memory().numTensors).toBe(before)
      dispose()
    })

    test('continues a saved state bit for bit, in another process for all it knows', () => {
      const run = start()
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
      const resumed = start()
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
      const { optimizer, state, dispose } = start()
      setLearningRates(optimizer, state, 0.5)
      const expected = Object.entries(optimizer.learningRates).map(([rate, initial]) => [
        rate,
        [Math.fround(initial * 0.5)],
      ])
      expect(values(state.learningRates)).toEqual(Object.fromEntries(expected))
      dispose()
    })

    test('a step can be recorded: the same kernels each time, and nothing is read back', async () => {
      const { step, dispose } = start()
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
}

/** Eight steps, a new reference in the middle where there is one. */
function advance({ step, state }: ReturnType<typeof begin>, from: number): void {
  for (let t = from; t < from + 4; t++) tf.dispose(step(t) as never)
  if ('proximal' in state && namedVariables(state)['proximal/counters/iterates'])
    updateReference(state as never)
  for (let t = from + 4; t < from + 8; t++) tf.dispose(step(t) as never)
}

/** A fresh problem of the golden network. */
function begin(create: () => Optimizer, loss: Loss) {
  const problem = goldenProblem({
    ...golden.cases[0]!,
    optimizer: loss === 'cross-entropy' ? 'sgd' : 'pdsca',
    options: { weightDecay: 0, scoreTransform: 'sigmoid' },
  })
  const { weights, auc } = problem
  const optimizer = create()
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
