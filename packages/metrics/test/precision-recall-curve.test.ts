import fc from 'fast-check'
import { expect, test } from 'vitest'
import { precisionRecallCurve } from '../src/index.ts'
import { curves } from './curves.ts'
import { distance } from './golden.ts'
import { columns, samples } from './samples.ts'

test.each(curves.cases)('equals scikit-learn: $name', ({ labels, scores, weights, ...known }) => {
  for (const [curve, expected] of [
    [precisionRecallCurve(labels, scores), known.plain],
    [precisionRecallCurve(labels, scores, { weights }), known.weighted],
  ] as const) {
    expect(curve.thresholds[0]).toBe(Number.POSITIVE_INFINITY)
    expect(distance(curve.thresholds.subarray(1), expected.thresholds)).toBe(0)
    expect(distance(curve.recall, expected.recall)).toBeLessThan(1e-14)
    expect(distance(curve.precision, expected.precision)).toBeLessThan(1e-14)
  }
})

test('its points are precision and recall at its thresholds, one for every distinct score', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const { recall, precision, thresholds } = precisionRecallCurve(labels, scores)
      const all = labels.reduce((sum, label) => sum + label, 0)
      thresholds.subarray(1).forEach((threshold, i) => {
        const chosen = list.filter((sample) => sample.score >= threshold)
        const hits = chosen.filter((sample) => sample.label === 1).length
        expect([recall[i + 1], precision[i + 1]]).toEqual([hits / all, hits / chosen.length])
      })
      expect([recall[0], precision[0], recall.at(-1)]).toEqual([0, 1, 1])
      expect(thresholds.length).toBe(new Set(scores.map((score) => score + 0)).size + 1)
    }),
  )
})

test('weights count samples: whole ones repeat them, all halved change nothing', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores, weights } = columns(list)
      const repeated = columns(list.flatMap((sample) => Array(sample.weight).fill(sample)))
      const weighted = precisionRecallCurve(labels, scores, { weights })
      const expected = precisionRecallCurve(repeated.labels, repeated.scores)
      expect(distance(weighted.precision, expected.precision)).toBeLessThan(1e-14)
      expect(distance(weighted.recall, expected.recall)).toBeLessThan(1e-14)
      const halved = weights.map((weight) => weight / 2)
      const half = precisionRecallCurve(labels, scores, { weights: halved })
      expect(distance(half.precision, weighted.precision)).toBeLessThan(1e-14)
    }),
  )
})

test('the precision of a light sample above heavy ones is exact', () => {
  const labels = [1, 0, 0, 1]
  const { precision } = precisionRecallCurve(labels, [4, 3, 2, 1], { weights: [1, 3, 1e16, 1e16] })
  expect(precision[1]).toBe(1)
  expect(precision[2]).toBeCloseTo(1 / 4, 15)
})

test('refuses what rocAuc refuses', () => {
  expect(() => precisionRecallCurve([0, 0], [1, 2])).toThrow('no positives')
  expect(() => precisionRecallCurve([1, 1], [1, 2])).toThrow('no negatives')
  expect(() => precisionRecallCurve([0, 1], [1, 2], { weights: [1] })).toThrow('1 weights')
})
