import fc from 'fast-check'
import { expect, test } from 'vitest'
import { delongInterval, delongTest } from '../src/index.ts'
import { golden } from './golden.ts'
import { r } from './r.ts'
import { columns, samples } from './samples.ts'

test.each(golden.cases)('equals MLstatkit: $name', ({ labels, scoresA, scoresB, ...known }) => {
  const result = delongTest(labels, scoresA, scoresB)
  expect(result.difference).toBeCloseTo(known.test.difference, 13)
  expect(result.standardError).toBeCloseTo(known.test.standardError, 13)
  expect(result.z).toBeCloseTo(known.test.z, 11)
  expect(result.pValue / known.test.pValue).toBeCloseTo(1, 11)
  expect(result.lower).toBeCloseTo(known.test.lower, 12)
  expect(result.upper).toBeCloseTo(known.test.upper, 12)
})

test.each(r.cases)('equals pROC: $name', ({ labels, scoresA, scoresB, test: known }) => {
  const result = delongTest(labels, scoresA, scoresB)
  expect(result.z).toBeCloseTo(known.z, 12)
  expect(result.pValue).toBeCloseTo(known.pValue, 13)
  expect(result.lower).toBeCloseTo(known.lower, 13)
  expect(result.upper).toBeCloseTo(known.upper, 13)
})

test('changes sign with the order of the models', () => {
  fc.assert(
    fc.property(samples(2), (list) => {
      const { labels, scores, weights: other } = columns(list)
      const ab = delongTest(labels, scores, other)
      const ba = delongTest(labels, other, scores)
      expect(ba.difference).toBeCloseTo(-ab.difference, 15)
      expect(ba.standardError).toBeCloseTo(ab.standardError, 15)
      expect(ba.lower).toBeCloseTo(-ab.upper, 12)
    }),
  )
})

test('against a constant model it is the interval of the AUC around ½', () => {
  const { labels, scoresA } = golden.cases[0]!
  const { auc, standardError } = delongInterval(labels, scoresA)
  const test = delongTest(
    labels,
    scoresA,
    labels.map(() => 0),
  )
  expect(test.difference).toBeCloseTo(auc - 0.5, 14)
  expect(test.standardError).toBeCloseTo(standardError, 14)
})

test('the interval widens with the level and stays in [−1, 1]', () => {
  const labels = [0, 0, 0, 1, 1, 1]
  const [a, b] = [
    [1, 2, 4, 3, 5, 6],
    [6, 2, 5, 3, 1, 4],
  ]
  const narrow = delongTest(labels, a, b, { level: 0.5 })
  const wide = delongTest(labels, a, b, { level: 0.999999 })
  expect(narrow.upper).toBeLessThan(wide.upper)
  expect(wide.upper).toBe(1)
})

test('the same order of all pairs: no difference', () => {
  const labels = [0, 0, 1, 1, 0]
  const result = delongTest(labels, [0.1, 0.4, 0.35, 0.8, 0.2], [1, 4, 3.5, 80, 2])
  expect(result).toEqual({ difference: 0, standardError: 0, z: 0, pValue: 1, lower: 0, upper: 0 })
})

test('a difference without variance cannot be tested', () => {
  const result = delongTest([0, 0, 1, 1], [1, 2, 3, 4], [4, 3, 2, 1])
  expect(result).toMatchObject({
    difference: 1,
    standardError: 0,
    z: Number.NaN,
    pValue: Number.NaN,
  })
})

test('refuses bad scores of either model', () => {
  expect(() => delongTest([0, 0, 1, 1], [1, 2, 3, 4], [1, 2, 3])).toThrow('3 scores')
  expect(() => delongTest([0, 0, 1, 1], [1, 2, 3, Number.NaN], [1, 2, 3, 4])).toThrow('NaN')
  expect(() => delongTest([0, 0, 1, 1], [1, 2, 3, 4], [1, 2, 3, 4], { level: 1 })).toThrow('level')
})
