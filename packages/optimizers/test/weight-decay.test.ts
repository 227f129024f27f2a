import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { decayWeightsOnly, namedVariables, sgd } from '../src/index.ts'

test('spares biases, normalisation and scalars', () => {
  const shapes = { kernel: [3, 3, 2, 4], dense: [4, 1], gamma: [4], bias: [1], a: [] as number[] }
  const weights = tf.tidy(() =>
    Object.fromEntries(
      Object.entries(shapes).map(([name, shape]) => [name, tf.variable(tf.ones(shape))]),
    ),
  )
  const optimizer = sgd({ learningRate: 1, weightDecay: decayWeightsOnly(0.25) })
  const state = optimizer.init({ weights })
  // A loss with zero gradients: the weight decay alone moves the weights.
  const outer = () => tf.mul(0, tf.addN(Object.values(weights).map((w) => tf.sum(w)))) as tf.Scalar
  tf.tidy(() => void optimizer.step({ weights, outer }, state))
  const after = Object.entries(weights).map(([name, w]) => [name, w.dataSync()[0]])
  expect(Object.fromEntries(after)).toEqual({ kernel: 0.75, dense: 0.75, gamma: 1, bias: 1, a: 1 })
  tf.dispose([weights, namedVariables(state)] as never)
})

test('any function of name and variable can decide', () => {
  const weights = tf.tidy(() => ({
    head: tf.variable(tf.scalar(1)),
    trunk: tf.variable(tf.scalar(1)),
  }))
  const weightDecay = (name: string) => (name === 'head' ? 0.5 : 0)
  const optimizer = sgd({ learningRate: 1, weightDecay })
  const state = optimizer.init({ weights })
  const outer = () => tf.mul(0, tf.add(weights.head, weights.trunk)) as tf.Scalar
  tf.tidy(() => void optimizer.step({ weights, outer }, state))
  expect([weights.head.dataSync()[0], weights.trunk.dataSync()[0]]).toEqual([0.5, 1])
  tf.dispose([weights, namedVariables(state)] as never)
})
