import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { transformScores } from '../src/index.ts'

test('l2 gives every column the norm 1 and keeps a column of zeros', () => {
  const values = tf.tidy(() => transformScores(tf.tensor2d([3, 0, 4, 0], [2, 2]), 'l2').dataSync())
  expect(values).toEqual(new Float32Array([0.6, 0, 0.8, 0]))
})

test('l2 leaves unknown scores out', () => {
  const values = tf.tidy(() => {
    const scores = tf.tensor2d([3, 4, 100], [3, 1])
    return transformScores(scores, 'l2', tf.tensor2d([1, 1, 0], [3, 1])).dataSync()
  })
  expect([...values]).toEqual([0.6, 0.8, 0].map((v) => expect.closeTo(v, 6)))
})

test('l2 of zeros has a finite gradient', () => {
  const gradient = tf.tidy(() => {
    const loss = (f: tf.Tensor) => tf.sum(transformScores(f, 'l2'))
    return tf
      .grad(loss)(tf.zeros([2, 1]))
      .dataSync()
  })
  expect([...gradient].every(Number.isFinite)).toBe(true)
})

test('sigmoid and none', () => {
  const values = tf.tidy(() => {
    const scores = tf.tensor2d([0, 2], [2, 1])
    return [transformScores(scores, 'sigmoid'), transformScores(scores, 'none')].map((t) => [
      ...t.dataSync(),
    ])
  })
  expect(values[0]![0]).toBe(0.5)
  expect(values[0]![1]).toBeCloseTo(1 / (1 + Math.exp(-2)), 6)
  expect(values[1]).toEqual([0, 2])
})
