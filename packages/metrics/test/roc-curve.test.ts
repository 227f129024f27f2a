import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type RocCurve, rocAuc, rocCurve } from '../src/index.ts'
import { distance, golden } from './golden.ts'
import { columns, samples } from './samples.ts'

const points = ({ falsePositiveRate, truePositiveRate, thresholds }: RocCurve) =>
  Array.from(
    thresholds,
    (threshold, i) => [falsePositiveRate[i]!, truePositiveRate[i]!, threshold] as const,
  )

test.each(golden.cases)('equals scikit-learn: $name', ({ labels, scoresA, weights, ...known }) => {
  const curve = rocCurve(labels, scoresA, { dropCollinear: false })
  expect(distance(curve.falsePositiveRate, known.curve.falsePositiveRate)).toBeLessThan(1e-14)
  expect(distance(curve.truePositiveRate, known.curve.truePositiveRate)).toBeLessThan(1e-14)
  expect(curve.thresholds[0]).toBe(Number.POSITIVE_INFINITY)
  expect(distance(curve.thresholds.subarray(1), known.curve.thresholds)).toBe(0)
  const weighted = points(rocCurve(labels, scoresA, { weights, dropCollinear: false }))
  // scikit-learn leaves out scores that only samples of weight 0 have; here they repeat a point.
  const moved = weighted.filter(
    ([x, y], i) => i === 0 || x !== weighted[i - 1]![0] || y !== weighted[i - 1]![1],
  )
  const { falsePositiveRate, truePositiveRate } = known.weightedCurve
  expect(
    distance(
      moved.map(([x]) => x),
      falsePositiveRate,
    ),
  ).toBeLessThan(1e-14)
  expect(
    distance(
      moved.map(([, y]) => y),
      truePositiveRate,
    ),
  ).toBeLessThan(1e-14)
})

test('its points are the rates at its thresholds', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const share = (label: number, threshold: number) => {
        const group = list.filter((sample) => sample.label === label)
        return group.filter((sample) => sample.score >= threshold).length / group.length
      }
      const curve = rocCurve(labels, scores)
      for (const [x, y, threshold] of points(curve).slice(1)) {
        expect([x, y]).toEqual([share(0, threshold), share(1, threshold)])
      }
      expect(points(curve)[0]).toEqual([0, 0, Number.POSITIVE_INFINITY])
      expect(points(curve).at(-1)?.slice(0, 2)).toEqual([1, 1])
    }),
  )
})

test('without collinear points it is the same curve, and no point of it is between two others', () => {
  fc.assert(
    fc.property(samples(), (list) => {
      const { labels, scores } = columns(list)
      const short = points(rocCurve(labels, scores))
      const all = points(rocCurve(labels, scores, { dropCollinear: false }))
      expect(all).toEqual(expect.arrayContaining(short))
      expect(area(short)).toBeCloseTo(rocAuc(labels, scores), 14)
      for (let i = 2; i < short.length; i++)
        expect(Math.abs(area([...short.slice(i - 2, i + 1), short[i - 2]!]))).toBeGreaterThan(1e-6)
    }),
  )
})

test('many samples in perfect order leave three points', () => {
  const labels = Uint8Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : 1))
  const curve = rocCurve(labels, Float32Array.from(labels.keys()))
  expect(points(curve)).toEqual([
    [0, 0, Number.POSITIVE_INFINITY],
    [0, 1, 900],
    [1, 1, 0],
  ])
})

test('refuses what rocAuc refuses', () => {
  expect(() => rocCurve([0, 0], [1, 2])).toThrow('no positives')
  expect(() => rocCurve([0, 1], [1, 2], { weights: [1] })).toThrow('1 weights')
})

/** By the trapezoidal rule. */
function area(path: readonly (readonly [number, number, number])[]): number {
  let sum = 0
  for (let i = 1; i < path.length; i++)
    sum += ((path[i]![0] - path[i - 1]![0]) * (path[i]![1] + path[i - 1]![1])) / 2
  return sum
}
