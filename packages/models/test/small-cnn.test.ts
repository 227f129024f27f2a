import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { smallCnn } from '../src/index.ts'
import { uniform } from './pytorch.ts'

describe('smallCnn', () => {
  test('has 5,977 parameters at width 8', () => {
    const model = smallCnn({ seed: 0 })
    const sizes = Object.values(model.parameters).map((variable) => variable.size)
    // Convolutions 72 + 1,152 + 4,608, batch norms 2 · (8 + 16 + 32), linear 32 + 1.
    expect(sizes.reduce((sum, size) => sum + size)).toBe(5977)
    model.dispose()
  })

  test('gives features and logits for images of any size', () => {
    const model = smallCnn({ seed: 0, channels: 2, labels: 3, width: 4 })
    tf.tidy(() => {
      const images = tf.tensor4d(uniform('images', 2 * 9 * 14 * 2), [2, 9, 14, 2])
      const features = model.features(images)
      expect(features.shape).toEqual([2, 16])
      const { 'linear.weight': weight, 'linear.bias': bias } = model.parameters
      const logits = tf.add(tf.matMul(features, weight as tf.Tensor2D), bias!)
      expect(model.apply(images, { training: false }).dataSync()).toEqual(logits.dataSync())
    })
    model.dispose()
  })

  test('learns to tell bright from dark halves', () => {
    const model = smallCnn({ seed: 0, width: 2 })
    const optimizer = tf.train.sgd(0.5)
    const variables = Object.values(model.parameters)
    tf.tidy(() => {
      const labels = tf.tensor2d([1, 0, 1, 0, 1, 0, 1, 0], [8, 1])
      const noise = tf.tensor4d(uniform('noise', 8 * 8 * 8), [8, 8, 8, 1])
      const left = tf.reshape(tf.tensor1d([1, 1, 1, 1, 0, 0, 0, 0]), [1, 1, 8, 1])
      const images = tf.add(noise, tf.mul(left, tf.reshape(labels, [8, 1, 1, 1]))) as tf.Tensor4D
      const loss = (): tf.Scalar => {
        const logits = model.apply(images, { training: true })
        return tf.mean(tf.sub(tf.softplus(logits), tf.mul(labels, logits)))
      }
      const first = loss().dataSync()[0]!
      for (let step = 0; step < 30; step++) optimizer.minimize(loss, false, variables)
      expect(loss().dataSync()[0]!).toBeLessThan(first / 5)
    })
    optimizer.dispose()
    model.dispose()
  })
})
