// Sizes, windows and margins that the networks do not have, against PyTorch (tools/golden/networks.py).
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  averagePool,
  conv2d,
  depthwiseConv2d,
  type Layer,
  maxPool,
  type Weights,
} from '../src/index.ts'
import { createWeights } from '../src/weights.ts'
import { readGolden } from './golden-network.ts'
import { fromTorch, hash, toTorch } from './pytorch.ts'

interface Golden {
  /** [n, channels, height, width] */
  shape: [number, number, number, number]
  values: number[]
  gradients: { x: number[] } & Record<string, number[]>
}
const golden = readGolden<Record<string, Golden>>('layers')

const between = { from: 2, to: 3 }
const layers: Record<string, (weights: Weights) => Layer> = {
  'maxPool(3, 2, 1)': () => maxPool(3, 2, 1),
  'maxPool(2, 2)': () => maxPool(2, 2),
  'maxPool(5, 3, 2)': () => maxPool(5, 3, 2),
  'averagePool(2)': () => averagePool(2),
  'averagePool(3, 2)': () => averagePool(3, 2),
  'conv2d(window 5, stride 2, padding 0, bias)': (weights) =>
    conv2d(weights, { ...between, window: 5, stride: 2, padding: 0, bias: true }),
  'conv2d(window 3, padding 2)': (weights) => conv2d(weights, { ...between, padding: 2 }),
  'conv2d(window 1, stride 2)': (weights) => conv2d(weights, { ...between, window: 1, stride: 2 }),
  'depthwiseConv2d(window 3)': (weights) => depthwiseConv2d(weights, { channels: 2 }),
  'depthwiseConv2d(window 5, stride 2)': (weights) =>
    depthwiseConv2d(weights, { channels: 2, window: 5, stride: 2 }),
}

test('every layer of the file is tested', () => {
  expect(Object.keys(golden)).toEqual(['header', ...Object.keys(layers)])
})

describe.each(Object.entries(layers))('%s', (name, create) => {
  test('agrees with PyTorch in values and gradients', () => {
    const { root, records } = createWeights(0)
    const layer = create(root)
    const { shape, values, gradients } = golden[name]!
    tf.tidy(() => {
      for (const [key, variable] of Object.entries(records.parameters))
        variable.assign(hashed(key, variable.shape))
      const x = tf.variable(tf.sub(hashed('images', [2, 7, 8, 2], 'image'), 1) as tf.Tensor4D)
      const [n, channels, height, width] = shape
      const { grads } = tf.variableGrads(() => {
        const y = layer(x, { training: true })
        expect(y.shape).toEqual([n, height, width, channels])
        expectClose(toTorch(y, 'image'), values)
        return tf.sum(tf.mul(y, hashed('weights', y.shape, 'image')))
      })
      expectClose(toTorch(grads[x.name]!, 'image'), gradients.x)
      for (const [key, variable] of Object.entries(records.parameters))
        expectClose(toTorch(grads[variable.name]!), gradients[key]!)
      x.dispose()
    })
    tf.dispose(records.parameters)
  })
})

test.each([maxPool(3, 1), averagePool(3), maxPool(5, 1, 1)])(
  'refuses images without room for a window',
  (pool) => {
    tf.tidy(() => {
      expect(() => pool(tf.ones([1, 4, 2, 1]), { training: true })).toThrow(RangeError)
      expect(() => pool(tf.ones([1, 3, 3, 1]), { training: true })).not.toThrow()
    })
  },
)

/** What the generator's `uniform` gives for the same tensor in PyTorch's layout. */
function hashed(name: string, shape: number[], kind?: 'image'): tf.Tensor {
  const number = hash(name)
  const values = Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => number(i))
  return fromTorch(values, shape, kind)
}

/** max|Δ| ≤ 1e-6 · max|reference|: sums of 50 products at most. */
function expectClose(actual: Float32Array, expected: number[]): void {
  expect(actual.length).toBe(expected.length)
  const scale = Math.max(...expected.map(Math.abs))
  const error = Math.max(...expected.map((x, i) => Math.abs(x - actual[i]!)))
  expect(error / scale).toBeLessThanOrEqual(1e-6)
}
