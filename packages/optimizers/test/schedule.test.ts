import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { namedVariables, pdsca, setLearningRates, stepDecay } from '../src/index.ts'

test('divides by 10 at half and at three quarters', () => {
  const schedule = stepDecay()
  const rates = [0, 0.49, 0.5, 0.74, 0.75, 1].map(schedule)
  expect(rates.map((r) => Number(r.toPrecision(12)))).toEqual([1, 1, 0.1, 0.1, 0.01, 0.01])
})

test('scales every learning rate from its initial value, the inner and the dual one too', () => {
  const optimizer = pdsca({ learningRate: 0.2, innerLearningRate: 0.1, dualLearningRate: 0.4 })
  const scalars = tf.tidy(() => [0, 1, 2, 3].map((x) => tf.variable(tf.scalar(x))))
  const [w, a, b, alpha] = scalars as [tf.Variable, tf.Variable, tf.Variable, tf.Variable]
  const state = optimizer.init({ weights: { w }, auc: { a, b, alpha } })
  setLearningRates(optimizer, state, 0.1)
  setLearningRates(optimizer, state, 0.01)
  const rates = Object.entries(state.learningRates).map(([name, rate]) => [
    name,
    rate.dataSync()[0],
  ])
  expect(Object.fromEntries(rates)).toEqual({
    learningRate: Math.fround(0.002),
    innerLearningRate: Math.fround(0.001),
    dualLearningRate: Math.fround(0.004),
  })
  tf.dispose([...scalars, ...Object.values(namedVariables(state))])
})
