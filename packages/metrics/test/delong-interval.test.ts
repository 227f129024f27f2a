import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delongInterval, rocAuc } from '../src/index.ts'
import { golden } from './golden.ts'
import { r } from './r.ts'
import { columns, samples } from './samples.ts'

const cases = golden.cases.flatMap(({ name, labels, scoresA, intervals }) =>
  intervals.map((known) => ({ name, labels, scoresA, ...known })),
)

test.each(cases)(
  'equals the definition and MLstatkit at $level: $name',
  ({ labels, scoresA, ...known }) => {
    const { level } = known
    const plain = delongInterval(labels, scoresA, { level })
    expect(plain.auc).toBeCloseTo(known.auc, 14)
    expect(plain.standardError).toBeCloseTo(known.standardError, 14)
    expect(plain.lower).toBeCloseTo(known.plain[0], 13)
    expect(plain.upper).toBeCloseTo(known.plain[1], 13)
    const logit = delongInterval(labels, scoresA, { level, method: 'logit' })
    expect(logit.lower).toBeCloseTo(known.logit[0], 13)
    expect(logit.upper).toBeCloseTo(known.logit[1], 13)
  },
)

test.each(r.cases)('equals pROC: $name', ({ labels, scoresA, interval, narrow, variance }) => {
  const wide = delongInterval(labels, scoresA)
  expect(wide.auc).toBeCloseTo(interval.auc, 14)
  expect(wide.lower).toBeCloseTo(interval.lower, 13)
  expect(wide.upper).toBeCloseTo(interval.upper, 13)
  expect(wide.standardError ** 2).toBeCloseTo(variance, 15)
  const { lower, upper } = delongInterval(labels, scoresA, { level: 0.8 })
  expect(lower).toBeCloseTo(narrow.lower, 13)
  expect(upper).toBeCloseTo(narrow.upper, 13)
})

test('the default level is 0.95', () => {
  const { labels, scoresA } = golden.cases[0]!
  expect(delongInterval(labels, scoresA)).toEqual(delongInterval(labels, scoresA, { level: 0.95 }))
})

test('lies in [0, 1], holds the AUC, and mirrors when the classes change places', () => {
  fc.assert(
    fc.property(samples(2), fc.constantFrom('plain' as const, 'logit' as const), (list, method) => {
      const { labels, scores } = columns(list)
      const { auc, lower, upper } = delongInterval(labels, scores, { method })
      expect(auc).toBe(rocAuc(labels, scores))
      expect(lower).toBeGreaterThanOrEqual(0)
      expect(upper).toBeLessThanOrEqual(1)
      expect(lower).toBeLessThanOrEqual(auc)
      expect(upper).toBeGreaterThanOrEqual(auc)
      const mirrored = delongInterval(
        labels.map((label) => 1 - label),
        scores,
        { method },
      )
      expect(mirrored.lower).toBeCloseTo(1 - upper, 12)
      expect(mirrored.upper).toBeCloseTo(1 - lower, 12)
    }),
  )
})

describe('without variance the interval is one point', () => {
  test.each([
    ['perfect', [1, 2, 3, 4], 1],
    ['reversed', [4, 3, 2, 1], 0],
    ['tied', [1, 1, 1, 1], 0.5],
  ])('%s', (_, scores, auc) => {
    for (const method of ['plain', 'logit'] as const) {
      expect(delongInterval([0, 0, 1, 1], scores, { method })).toEqual({
        auc,
        lower: auc,
        upper: auc,
        standardError: 0,
      })
    }
  })
})

test('depends neither on the scale of the scores nor on the order of the samples', () => {
  fc.assert(
    fc.property(samples(2), (list) => {
      const { labels, scores } = columns(list)
      const distinct = [...new Set(scores.map((score) => score + 0))].sort((a, b) => a - b)
      const ranks = scores.map((score) => distinct.indexOf(score + 0) ** 3 - 50)
      const interval = delongInterval(labels, scores)
      expect(delongInterval(labels, ranks)).toEqual(interval)
      const reversed = delongInterval(labels.toReversed(), scores.toReversed())
      expect(reversed.auc).toBe(interval.auc)
      expect(reversed.standardError).toBeCloseTo(interval.standardError, 14)
    }),
  )
})

test('many samples: no overflow of products of counts', () => {
  const half = 70_000
  const labels = Uint8Array.from({ length: 2 * half }, (_, i) => i % 2)
  const scores = Float32Array.from(labels, (label, i) => ((i * 7919) % 10_007) + 3000 * label)
  const { auc, standardError } = delongInterval(labels, scores)
  expect(auc).toBeCloseTo(rocAuc(labels, scores), 14)
  // Uniform scores with overlap 0.7 of the range: AUC = 1 − 0.7²/2.
  expect(auc).toBeCloseTo(1 - (1 - 3000 / 10_007) ** 2 / 2, 3)
  expect(standardError).toBeGreaterThan(0.0005)
  expect(standardError).toBeLessThan(0.002)
})

test('refuses a class of one sample and levels outside (0, 1)', () => {
  expect(() => delongInterval([0, 0, 1], [1, 2, 3])).toThrow('two samples of each class')
  for (const level of [0, 1, 95, Number.NaN])
    expect(() => delongInterval([0, 0, 1, 1], [1, 2, 3, 4], { level })).toThrow(RangeError)
})
