import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { crossEntropy, softmaxCrossEntropy } from '../src/index.ts'
import { classLabels, classLogits } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { softmaxLosses, weightedMean } from './reference.ts'

conformance('softmaxCrossEntropy', {
  loss: softmaxCrossEntropy,
  reference: (y, z) => weightedMean(y, softmaxLosses(y, z), [1, 1, 1]),
  labels: classLabels,
  scores: classLogits,
  columns: 3,
})

conformance('softmaxCrossEntropy with class weights', {
  loss: (y, z) => softmaxCrossEntropy(y, z, { classWeights: [0.5, 2, 7] }),
  reference: (y, z) => weightedMean(y, softmaxLosses(y, z), [0.5, 2, 7]),
  labels: classLabels,
  scores: classLogits,
  columns: 3,
})

test('huge logits are exact', () => {
  const { value, gradient } = evaluate(softmaxCrossEntropy, [0, 1], [1e30, -1e30, 500, 0], 2)
  expect(value).toBe(250)
  expect(gradient).toEqual([0, 0, 0.5, -0.5])
})

test('a class that is ruled out by −∞ takes no part', () => {
  const ruledOut = Number.NEGATIVE_INFINITY
  const { value, gradient } = evaluate(softmaxCrossEntropy, [0], [1, ruledOut, 1], 3)
  expect(value).toBeCloseTo(Math.log(2), 6)
  expect(gradient).toEqual([-0.5, 0, 0.5])
})

test('labels may be int32; numbers that are no class are unknown', () => {
  const value = (y: tf.Tensor) =>
    tf.tidy(() => softmaxCrossEntropy(y, tf.tensor2d([1, 2, 3, 0, 0, 0], [3, 2])).dataSync()[0]!)
  const [int, more] = tf.tidy(() => [
    value(tf.tensor1d([1, 0, 1], 'int32')),
    value(tf.tensor1d([1, 2, 0.5])),
  ])
  const first = Math.log(1 + Math.exp(-1))
  expect(int).toBeCloseTo((first + Math.log(1 + Math.exp(-3)) + Math.log(2)) / 3, 6)
  expect(more).toBeCloseTo(first, 6)
})

test('two classes are binary cross-entropy of the difference', () => {
  const binary = evaluate(crossEntropy, [1, 0, 1], [0.7, -0.2, -1])
  const softmax = evaluate(softmaxCrossEntropy, [1, 0, 1], [0, 0.7, 0.5, 0.3, 1, 0], 2)
  expect(softmax.value).toBeCloseTo(binary.value, 6)
})

test('refuses logits that are not [n, classes] and weights for other classes', () => {
  const zeros = (shape: number[]) => tf.zeros(shape)
  expect(() => tf.tidy(() => softmaxCrossEntropy(zeros([4]), zeros([4])))).toThrow(RangeError)
  expect(() => tf.tidy(() => softmaxCrossEntropy(zeros([2, 2]), zeros([2, 2])))).toThrow(RangeError)
  const classWeights = [1, 1, 1]
  expect(() =>
    tf.tidy(() => softmaxCrossEntropy(zeros([4]), zeros([4, 2]), { classWeights })),
  ).toThrow('classWeights must be 2 finite numbers')
})
