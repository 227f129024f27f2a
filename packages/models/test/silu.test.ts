import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { silu } from '../src/index.ts'

const points = Array.from({ length: 81 }, (_, i) => (i - 40) / 5)
const mode = { training: true }
const image = (values: number[]) => tf.tensor4d(values, [1, 1, values.length, 1])
const exact = (x: number) => x / (1 + Math.exp(-x))

test('x / (1 + e⁻ˣ)', () => {
  tf.tidy(() => {
    const values = silu(image(points), mode).dataSync()
    points.forEach((x, i) => {
      expect(values[i]).toBeCloseTo(exact(x), 6)
    })
  })
})

test('its gradient is the slope by finite differences in double precision', () => {
  tf.tidy(() => {
    const upstream = points.map((_, i) => 1 + Math.sin(i))
    const slopes = tf
      .grad((x) => silu(x as tf.Tensor4D, mode))(image(points), image(upstream))
      .dataSync()
    const h = 1e-5
    points.forEach((x, i) => {
      const slope = (exact(x + h) - exact(x - h)) / (2 * h)
      expect(slopes[i]).toBeCloseTo(slope * upstream[i]!, 6)
    })
  })
})

test('far from 0 it is relu, without NaN', () => {
  tf.tidy(() => {
    const far = image([-1e4, -200, 200, 1e4])
    expect([...silu(far, mode).dataSync()].map((x) => x + 0)).toEqual([0, 0, 200, 1e4])
    const slopes = tf.grad((x) => silu(x as tf.Tensor4D, mode))(far)
    expect([...slopes.dataSync()].map((x) => x + 0)).toEqual([0, 0, 1, 1])
  })
})
