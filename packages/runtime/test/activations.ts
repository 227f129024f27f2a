/** Gradients of activations on a back end against derivatives by hand. */
import * as tf from '@tensorflow/tfjs-core'
import { test } from 'vitest'
import { type BackendName, selectBackend } from '../src/index.ts'
import { expectClose, on } from './reference.ts'

const x = [-7, -1.5, -0.3, 0, 0.2, 3, 5.9, 6.5]
const dy = [0.5, -2, 3, 1, -1, 0.25, 4, 2]
const sigmoid = (v: number) => 1 / (1 + Math.exp(-v))

const derivatives: [string, (x: tf.Tensor) => tf.Tensor, (v: number) => number][] = [
  ['relu', tf.relu, (v) => (v > 0 ? 1 : 0)],
  ['relu6', tf.relu6, (v) => (v > 0 && v < 6 ? 1 : 0)],
  ['sigmoid', tf.sigmoid, (v) => sigmoid(v) * (1 - sigmoid(v))],
  ['tanh', tf.tanh, (v) => 1 - Math.tanh(v) ** 2],
  ['softplus', tf.softplus, sigmoid],
]

/** The tests for one back end, `name` being how tfjs calls it. */
export function activationTests(backend: BackendName, name: string): void {
  test.each(derivatives)('gradient of %s', async (_, activation, derivative) => {
    await selectBackend({ backend })
    const actual = await on(name, () => [tf.grad(activation)(tf.tensor1d(x), tf.tensor1d(dy))])
    expectClose(actual, [x.map((v, i) => derivative(v) * dy[i]!)], 1e-6)
  })

  test('gradient of relu of an activation of rank 4', async () => {
    await selectBackend({ backend })
    const shape: [number, number, number, number] = [1, 2, 2, 2]
    const actual = await on(name, () => [
      tf.grad(tf.relu)(tf.tensor4d(x, shape), tf.tensor4d(dy, shape)),
    ])
    expectClose(actual, [x.map((v, i) => (v > 0 ? dy[i]! : 0))], 0)
  })
}
