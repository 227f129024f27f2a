import fc from 'fast-check'
import { expect, test } from 'vitest'
import { averagePrecision, precisionRecallCurve } from '../src/index.ts'
import { curves } from './curves.ts'
import { columns, samples } from './samples.ts'

test.each(curves.cases)('equals scikit-learn: $name', ({ labels, scores, weights, ...known }) => {
  expect(averagePrecision(labels, scores)).toBeCloseTo(known.plain.averagePrecision, 14)
  expect(averagePrecision(labels, scores, { weights })).toBeCloseTo(
    known.weighted.averagePrecision,
    14,
  )
})

test('is the area under the steps of the curve', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores, weights } = columns(list)
      const { recall, precision } = precisionRecallCurve(labels, scores, { weights })
      let area = 0
      for (let i = 1; i < recall.length; i++) area += (recall[i]! - recall[i - 1]!) * precision[i]!
      expect(averagePrecision(labels, scores, { weights })).toBeCloseTo(area, 14)
    }),
  )
})

test('depends neither on the scale of the scores nor on the order of the samples', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const distinct = [...new Set(scores.map((score) => score + 0))].sort((a, b) => a - b)
      const ranks = scores.map((score) => distinct.indexOf(score + 0) ** 3 - 50)
      const value = averagePrecision(labels, scores)
      expect(averagePrecision(labels, ranks)).toBe(value)
      expect(averagePrecision(labels.toReversed(), scores.toReversed())).toBe(value)
    }),
  )
})

test('perfect is 1, all tied is the share of positives, one positive is 1 / its rank', () => {
  expect(averagePrecision([0, 0, 1, 1], [1, 2, 3, 4])).toBe(1)
  expect(averagePrecision([0, 0, 1, 0], [2, 2, 2, 2])).toBe(0.25)
  expect(averagePrecision([0, 1, 0, 0, 0], [5, 2, 3, 4, 1])).toBe(0.25)
})

test('refuses what rocAuc refuses', () => {
  expect(() => averagePrecision([1, 1], [1, 2])).toThrow('no negatives')
  expect(() => averagePrecision([0, 1], [1, Number.NaN])).toThrow('NaN')
})
