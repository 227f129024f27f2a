import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rocAuc } from '../src/index.ts'
import { golden } from './golden.ts'
import { aucByDefinition, columns, samples } from './samples.ts'

test.each(golden.cases)('equals scikit-learn: $name', ({ labels, scoresA, weights, ...known }) => {
  expect(rocAuc(labels, scoresA)).toBeCloseTo(known.auc, 14)
  expect(rocAuc(labels, scoresA, { weights })).toBeCloseTo(known.weightedAuc, 14)
})

test('equals the definition over all pairs, with and without weights', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores, weights } = columns(list)
      const unweighted = list.map((sample) => ({ ...sample, weight: 1 }))
      expect(rocAuc(labels, scores)).toBeCloseTo(aucByDefinition(unweighted), 14)
      expect(rocAuc(labels, scores, { weights })).toBeCloseTo(aucByDefinition(list), 14)
    }),
    { numRuns: 500 },
  )
})

test('depends on the order of the scores alone', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const distinct = [...new Set(scores.map((score) => score + 0))].sort((a, b) => a - b)
      const ranks = scores.map((score) => distinct.indexOf(score + 0) ** 3 - 50)
      expect(rocAuc(labels, ranks)).toBe(rocAuc(labels, scores))
    }),
  )
})

test('becomes 1 − AUC when the classes change places or the scores change sign', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const auc = rocAuc(labels, scores)
      const swapped = labels.map((label) => 1 - label)
      expect(rocAuc(swapped, scores)).toBeCloseTo(1 - auc, 14)
      expect(
        rocAuc(
          labels,
          scores.map((score) => -score),
        ),
      ).toBeCloseTo(1 - auc, 14)
    }),
  )
})

test('takes any numeric array, gives the same number and leaves it as it is', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const floats = Float32Array.from(scores)
      const auc = rocAuc(labels, [...floats])
      expect(rocAuc(Uint8Array.from(labels), floats)).toBe(auc)
      expect(rocAuc(Float32Array.from(labels), Float64Array.from(floats))).toBe(auc)
      expect(floats).toEqual(Float32Array.from(scores))
    }),
  )
})

test('reads a part of a larger buffer', () => {
  const floats = Float32Array.of(9, 0.1, 0.4, 0.35, 0.8, -9).subarray(1, 5)
  expect(rocAuc([0, 0, 1, 1], floats)).toBe(0.75)
})

describe('numbers that overflow or round', () => {
  const half = 70_000 // 4.9e9 pairs, more than 32 bits
  const labels = Uint8Array.from({ length: 2 * half }, (_, i) => (i < half ? 0 : 1))

  test('a perfect, a reversed and a tied order of many samples are exact', () => {
    const scores = Float32Array.from(labels.keys())
    expect(rocAuc(labels, scores)).toBe(1)
    expect(
      rocAuc(
        labels,
        scores.map((score) => -score),
      ),
    ).toBe(0)
    expect(rocAuc(labels, new Float32Array(2 * half))).toBe(0.5)
  })

  test('products of weights beyond 2⁵³ and beyond the largest number', () => {
    for (const large of [1e10, 1e200]) {
      const weights = [3 * large, large, large, 2 * large]
      expect(rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { weights })).toBeCloseTo(11 / 12, 15)
    }
  })

  test('rounded weights never carry it beyond 1', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1e-3, max: 1e3, noNaN: true }), { minLength: 4 }),
        (weights) => {
          const perfect = weights.map((_, i) => (i < weights.length / 2 ? 0 : 1))
          const auc = rocAuc(perfect, [...weights.keys()], { weights })
          expect(auc).toBeLessThanOrEqual(1)
          expect(auc).toBeCloseTo(1, 12)
        },
      ),
    )
  })
})

test('a sample with weight 0 does not count', () => {
  const weights = [1, 1, 1, 1, 0, 0]
  expect(rocAuc([0, 0, 1, 1, 0, 1], [0.1, 0.4, 0.35, 0.8, 9, -9], { weights })).toBe(0.75)
})

describe('refuses', () => {
  const scores = [0.1, 0.4, 0.35, 0.8]
  const labels = [0, 0, 1, 1]
  test.each([
    ['one class missing', 'no positives', () => rocAuc([0, 0, 0, 0], scores)],
    ['the other missing', 'no negatives', () => rocAuc([1, 1, 1, 1], scores)],
    ['no samples', 'no positives', () => rocAuc([], [])],
    [
      'NaN among 64-bit scores',
      'NaN at index 2',
      () => rocAuc(labels, [0.1, 0.4, Number.NaN, 0.8]),
    ],
    [
      'NaN among 32-bit scores',
      'NaN at index 1',
      () => rocAuc(labels, Float32Array.of(1, Number.NaN, 2, 3)),
    ],
    ['lengths that differ', '4 labels but 3 scores', () => rocAuc(labels, [1, 2, 3])],
    ['a label of −1', 'got -1 at index 0', () => rocAuc([-1, 0, 1, 1], scores)],
    ['a label of ½', 'got 0.5 at index 3', () => rocAuc([0, 0, 1, 0.5], scores)],
    ['too few weights', '4 labels but 1 weights', () => rocAuc(labels, scores, { weights: [1] })],
    [
      'a negative weight',
      'got -1 at index 1',
      () => rocAuc(labels, scores, { weights: [1, -1, 1, 1] }),
    ],
    [
      'a weight that is NaN',
      'got NaN at index 0',
      () => rocAuc(labels, scores, { weights: [Number.NaN, 1, 1, 1] }),
    ],
    ['a class without weight', 'label 1', () => rocAuc(labels, scores, { weights: [1, 1, 0, 0] })],
    [
      'weights with an infinite sum',
      'label 0',
      () => rocAuc(labels, scores, { weights: [1e308, 1e308, 1, 1] }),
    ],
  ])('%s', (_, message, call) => {
    expect(call).toThrow(RangeError)
    expect(call).toThrow(message)
  })
})
