import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { aucCrossEntropy } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { binaryLosses, saddle, sigmoid, weightedMean } from './reference.ts'

const variables = { a: 0.7, b: 0.2, alpha: 0.4 }
const tensors = () => ({
  a: tf.scalar(variables.a),
  b: tf.scalar(variables.b),
  alpha: tf.scalar(variables.alpha),
})
const reference =
  (weight: number, classWeights: readonly number[]) =>
  (y: readonly number[], f: readonly number[]) =>
    saddle(y, f.map(sigmoid), variables, { margin: 0.5 }) +
    weight * weightedMean(y, binaryLosses(y, f), classWeights)

conformance('aucCrossEntropy', {
  loss: (y, f) =>
    tf.tidy(() => aucCrossEntropy(y, f, tensors(), { margin: 0.5, crossEntropyWeight: 0.75 })),
  reference: reference(0.75, [1, 1]),
  labels,
  scores,
})

test('the weight is 0.5 by default; class weights go to cross-entropy', () => {
  const options = { margin: 0.5, classWeights: [0.2, 1.8] }
  const { value } = evaluate((y, f) => aucCrossEntropy(y, f, tensors(), options), labels, scores)
  expect(value).toBeCloseTo(reference(0.5, [0.2, 1.8])(labels, scores), 6)
})

test.each([-0.1, Number.NaN])('refuses the weight %d', (crossEntropyWeight) => {
  expect(() =>
    evaluate((y, f) => aucCrossEntropy(y, f, tensors(), { crossEntropyWeight }), labels, scores),
  ).toThrow('crossEntropyWeight must be ≥ 0')
})
