import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { averageLoss } from '../src/average-loss.ts'

const value = (labels: number[], logits: number[][]) =>
  tf.tidy(() => averageLoss(tf.tensor1d(labels), tf.tensor2d(logits)).dataSync()[0]!)

test('binary for one logit, softmax for several', () => {
  // −log sigmoid(2) and −log sigmoid(1).
  const binary = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1))) / 2
  expect(value([1, 0], [[2], [-1]])).toBeCloseTo(binary, 6)
  const softmax = Math.log(Math.E ** 1 + Math.E ** 2 + Math.E ** 3) - 3
  expect(value([2], [[1, 2, 3]])).toBeCloseTo(softmax, 6)
})
