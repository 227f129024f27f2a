import { expect, test } from 'vitest'
import { ldamLoss, ldamMargins, softmaxCrossEntropy } from '../src/index.ts'
import { classLabels, classLogits } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { softmaxLosses, weightedMean } from './reference.ts'

const margins = [0.1, 0.3, 0.5]

function reference(classWeights: readonly number[], scale: number) {
  return (y: readonly number[], z: readonly number[]) => {
    const lowered = z.map((value, i) => {
      const label = y[Math.floor(i / 3)]!
      return scale * (i % 3 === label ? value - margins[label]! : value)
    })
    return weightedMean(y, softmaxLosses(y, lowered), classWeights)
  }
}

conformance('ldamLoss', {
  loss: (y, z) => ldamLoss(y, z, { margins, scale: 5 }),
  reference: reference([1, 1, 1], 5),
  labels: classLabels,
  scores: classLogits,
  columns: 3,
})

conformance('ldamLoss with deferred class weights', {
  loss: (y, z) => ldamLoss(y, z, { margins, scale: 5, classWeights: [0.5, 2, 7] }),
  reference: reference([0.5, 2, 7], 5),
  labels: classLabels,
  scores: classLogits,
  columns: 3,
})

test('without margins and scale it is softmax cross-entropy; the scale is 30 by default', () => {
  const plain = (y: Parameters<typeof ldamLoss>[0], z: Parameters<typeof ldamLoss>[1]) =>
    ldamLoss(y, z, { margins: [0, 0, 0], scale: 1 })
  expect(evaluate(plain, classLabels, classLogits, 3)).toEqual(
    evaluate(softmaxCrossEntropy, classLabels, classLogits, 3),
  )
  const { value } = evaluate((y, z) => ldamLoss(y, z, { margins }), classLabels, classLogits, 3)
  expect(value).toBeCloseTo(reference([1, 1, 1], 30)(classLabels, classLogits), 3)
})

test('margins go with the fourth root of the size, the rarest class has the largest', () => {
  expect(ldamMargins([16 * 81, 81, 16 * 16 * 81])).toEqual(
    [0.25, 0.5, 0.125].map((m) => expect.closeTo(m, 12)),
  )
  expect(ldamMargins([100, 100], { maxMargin: 0.3 })).toEqual([0.3, 0.3])
})

test('refuses what makes no margins', () => {
  const call = (options: Parameters<typeof ldamLoss>[2]) => () =>
    evaluate((y, z) => ldamLoss(y, z, options), classLabels, classLogits, 3)
  expect(call({ margins: [1, 2] })).toThrow('margins must be 3 numbers')
  expect(call({ margins: [1, 2, -1] })).toThrow(RangeError)
  expect(call({ margins, scale: 0 })).toThrow('scale must be > 0')
  expect(call({ margins, classWeights: [1, 1] })).toThrow('classWeights must be 3 finite numbers')
  expect(() => ldamMargins([3, 0])).toThrow('class 1 must have examples')
  expect(() => ldamMargins([3, 1], { maxMargin: -1 })).toThrow(RangeError)
})
