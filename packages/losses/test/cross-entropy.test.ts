import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { crossEntropy } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { binaryLosses, weightedMean } from './reference.ts'

conformance('crossEntropy', {
  loss: crossEntropy,
  reference: (y, f) => weightedMean(y, binaryLosses(y, f), [1, 1]),
  labels,
  scores,
})

conformance('crossEntropy with class weights', {
  loss: (y, f) => crossEntropy(y, f, { classWeights: [0.25, 3] }),
  reference: (y, f) => weightedMean(y, binaryLosses(y, f), [0.25, 3]),
  labels,
  scores,
})

test('huge logits are exact', () => {
  const { value, gradient } = evaluate(crossEntropy, [1, 0, 0], [1000, 1000, -1000])
  expect(value).toBeCloseTo(1000 / 3, 3)
  expect(gradient.map((g) => g + 0)).toEqual([0, Math.fround(1 / 3), 0])
})

test('small losses keep their digits', () => {
  const { value } = evaluate(crossEntropy, [1, 0], [20, -20])
  expect(value / Math.exp(-20)).toBeCloseTo(1, 5)
})

test('several labels: the mean over all known ones, which may have weights of their own', () => {
  const y = [1, 0, Number.NaN, 1, 0, -1]
  const f = [0.5, 2, 9, -1, 0.1, 9]
  const known = [1, 0, 1, 0]
  const losses = binaryLosses(known, [0.5, 2, -1, 0.1])
  const loss = (classWeights?: readonly (readonly number[])[]) =>
    tf.tidy(() => {
      const options = classWeights && { classWeights }
      return crossEntropy(tf.tensor2d(y, [3, 2]), tf.tensor2d(f, [3, 2]), options).dataSync()[0]!
    })
  expect(loss()).toBeCloseTo(losses.reduce((sum, l) => sum + l, 0) / 4, 6)
  // First label: losses 0 (class 1) and 3 (class 0); second label: 1 (class 0) and 2 (class 1).
  const weights = [5, 0.5, 2, 3]
  const weighted = losses.reduce((sum, l, i) => sum + weights[i]! * l, 0) / 10.5
  expect(
    loss([
      [3, 5],
      [0.5, 2],
    ]),
  ).toBeCloseTo(weighted, 6)
})

test.each([
  [[1], 'must be 2 finite numbers'],
  [[1, -1], 'must be 2 finite numbers'],
  [[1, Number.NaN], 'must be 2 finite numbers'],
  [
    [
      [1, 1],
      [1, 1],
    ],
    'must be one pair, or 1, got 2',
  ],
])('refuses the class weights %j', (classWeights, message) => {
  expect(() => evaluate((y, f) => crossEntropy(y, f, { classWeights }), labels, scores)).toThrow(
    message,
  )
})
