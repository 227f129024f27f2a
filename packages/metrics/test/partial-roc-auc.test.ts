import fc from 'fast-check'
import { expect, test } from 'vitest'
import { partialRocAuc, rocAuc } from '../src/index.ts'
import { curves } from './curves.ts'
import { r } from './r.ts'
import { columns, samples } from './samples.ts'

test.each(curves.cases)('equals scikit-learn: $name', ({ labels, scores, weights, ...known }) => {
  for (const { to, auc } of known.plain.partial)
    expect(partialRocAuc(labels, scores, { falsePositiveRate: [0, to] })).toBeCloseTo(auc, 13)
  for (const { to, auc } of known.weighted.partial)
    expect(partialRocAuc(labels, scores, { falsePositiveRate: [0, to] }, { weights })).toBeCloseTo(
      auc,
      13,
    )
})

test.each(r.cases)('equals pROC, over either rate: $name', ({ labels, scoresA, partial }) => {
  for (const { rate, range, area, standardized } of partial) {
    const part =
      rate === 'falsePositiveRate' ? { falsePositiveRate: range } : { truePositiveRate: range }
    expect(partialRocAuc(labels, scoresA, part, { standardize: false })).toBeCloseTo(area, 14)
    // In a narrow range the scaling enlarges the last digit.
    const digits = range[1] - range[0] < 0.02 ? 11 : 13
    expect(partialRocAuc(labels, scoresA, part)).toBeCloseTo(standardized, digits)
  }
})

const rates = fc.double({ min: 0.001, max: 0.999, noNaN: true })

test('parts add up to the whole, over either rate', () => {
  fc.assert(
    fc.property(samples(), rates, (list, rate) => {
      const { labels, scores, weights } = columns(list)
      const options = { standardize: false, weights }
      const area = (from: number, to: number) =>
        partialRocAuc(labels, scores, { falsePositiveRate: [from, to] }, options)
      const beside = (from: number, to: number) =>
        partialRocAuc(labels, scores, { truePositiveRate: [from, to] }, options)
      const whole = rocAuc(labels, scores, { weights })
      expect(area(0, rate) + area(rate, 1)).toBeCloseTo(whole, 13)
      expect(beside(0, rate) + beside(rate, 1)).toBeCloseTo(whole, 13)
      expect(partialRocAuc(labels, scores, { truePositiveRate: [0, 1] }, { weights })).toBeCloseTo(
        whole,
        13,
      )
    }),
  )
})

test('when the classes change places and the scores change sign, so do the two rates', () => {
  fc.assert(
    fc.property(samples(), rates, rates, (list, a, b) => {
      fc.pre(Math.abs(a - b) > 0.01)
      const [from, to] = [Math.min(a, b), Math.max(a, b)]
      const { labels, scores } = columns(list)
      const swapped = labels.map((label) => 1 - label)
      const negated = scores.map((score) => -score)
      expect(partialRocAuc(swapped, negated, { truePositiveRate: [1 - to, 1 - from] })).toBeCloseTo(
        partialRocAuc(labels, scores, { falsePositiveRate: [from, to] }),
        10,
      )
    }),
  )
})

test('standardised it is 1 for a perfect order, ½ where all is tied, in any range', () => {
  fc.assert(
    fc.property(rates, rates, (a, b) => {
      fc.pre(Math.abs(a - b) > 0.01)
      const range = [Math.min(a, b), Math.max(a, b)] as const
      for (const part of [{ falsePositiveRate: range }, { truePositiveRate: range }]) {
        expect(partialRocAuc([0, 0, 1, 1], [1, 2, 3, 4], part)).toBeCloseTo(1, 12)
        expect(partialRocAuc([0, 0, 1, 1], [1, 1, 1, 1], part)).toBeCloseTo(0.5, 12)
      }
    }),
  )
})

test.each([
  { falsePositiveRate: [0.5, 0.5] },
  { falsePositiveRate: [0.6, 0.5] },
  { falsePositiveRate: [-0.1, 0.5] },
  { truePositiveRate: [0.5, 1.1] },
  { truePositiveRate: [Number.NaN, 1] },
  { falsePositiveRate: [0, 0.5], truePositiveRate: [0.5, 1] },
  {},
])('refuses the range %j', (range) => {
  const call = () => partialRocAuc([0, 1], [1, 2], range as { falsePositiveRate: [number, number] })
  expect(call).toThrow(RangeError)
  expect(call).toThrow('range')
})

test('refuses what rocAuc refuses', () => {
  expect(() => partialRocAuc([0, 0], [1, 2], { falsePositiveRate: [0, 1] })).toThrow('no positives')
})
