import { describe, expect, test } from 'vitest'
import { crossEntropy, focalLoss, softmaxCrossEntropy, softmaxFocalLoss } from '../src/index.ts'
import { classLabels, classLogits, labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { binaryLosses, focal, softmaxLosses, weightedMean } from './reference.ts'

describe.each([0.5, 2, 5])('gamma %d', (gamma) => {
  conformance('focalLoss', {
    loss: (y, f) => focalLoss(y, f, { gamma }),
    reference: (y, f) => weightedMean(y, focal(binaryLosses(y, f), gamma), [1, 1]),
    labels,
    scores,
  })
})

conformance('focalLoss with class weights', {
  loss: (y, f) => focalLoss(y, f, { classWeights: [0.75, 0.25] }),
  reference: (y, f) => weightedMean(y, focal(binaryLosses(y, f), 2), [0.75, 0.25]),
  labels,
  scores,
})

conformance('softmaxFocalLoss with class weights', {
  loss: (y, z) => softmaxFocalLoss(y, z, { classWeights: [0.5, 2, 7] }),
  reference: (y, z) => weightedMean(y, focal(softmaxLosses(y, z), 2), [0.5, 2, 7]),
  labels: classLabels,
  scores: classLogits,
  columns: 3,
})

test('gamma 0 is cross-entropy, also for perfect predictions', () => {
  const perfect = labels.map((y) => (y === 1 ? 1000 : -1000))
  for (const f of [scores, perfect]) {
    const binary = evaluate((y, f) => focalLoss(y, f, { gamma: 0 }), labels, f)
    expect(binary).toEqual(evaluate(crossEntropy, labels, f))
  }
  const softmax = evaluate(
    (y, z) => softmaxFocalLoss(y, z, { gamma: 0 }),
    classLabels,
    classLogits,
    3,
  )
  expect(softmax).toEqual(evaluate(softmaxCrossEntropy, classLabels, classLogits, 3))
})

test('easy examples keep their digits: −q² log p ≈ q³', () => {
  const { value } = evaluate(focalLoss, [1], [12])
  expect(value / Math.exp(-36)).toBeCloseTo(1, 4)
})

test.each([-1, Number.NaN])('refuses gamma %d', (gamma) => {
  expect(() => evaluate((y, f) => focalLoss(y, f, { gamma }), labels, scores)).toThrow(RangeError)
})
