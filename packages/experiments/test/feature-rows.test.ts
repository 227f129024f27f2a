import { expect, test } from 'vitest'
import { featureRows } from '../src/features/feature-rows.ts'

/** `positives` positives, evenly among `n` rows. */
const rare = (n: number, positives: number) =>
  Float32Array.from({ length: n }, (_, row) => Number(row % (n / positives) === 0))

function counts(labels: Float32Array, rows: Int32Array) {
  const positive = rows.filter((row) => labels[row] === 1).length
  return { positive, negative: rows.length - positive }
}

test.each([
  { n: 1000, positives: 10, count: 100, positive: 10, negative: 90 },
  { n: 1000, positives: 100, count: 100, positive: 50, negative: 50 },
  { n: 100, positives: 50, count: 61, positive: 30, negative: 31 },
  { n: 100, positives: 10, count: 1500, positive: 10, negative: 90 },
])('takes $positive of $positives positives among $n rows for $count', (expected) => {
  const labels = rare(expected.n, expected.positives)
  const rows = featureRows(labels, { count: expected.count, seed: 3 })
  expect(counts(labels, rows)).toEqual({ positive: expected.positive, negative: expected.negative })
  expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b))
})

test('fills up with positives where negatives are few', () => {
  const labels = rare(1000, 100).map((label) => 1 - label)
  expect(counts(labels, featureRows(labels, { count: 400, seed: 0 }))).toEqual({
    positive: 300,
    negative: 100,
  })
})

test('leaves out rows whose label is not known', () => {
  const labels = rare(100, 50).map((label, row) => (row < 60 ? Number.NaN : label))
  const rows = featureRows(labels, { count: 100, seed: 0 })
  expect([...rows]).toEqual(Array.from({ length: 40 }, (_, i) => 60 + i))
})

test('depends on the seed alone, and takes every row at some seed', () => {
  const labels = rare(200, 40)
  const of = (seed: number) => featureRows(labels, { count: 20, seed })
  expect(of(5)).toEqual(of(5))
  expect(of(5)).not.toEqual(of(6))
  const all = new Set(Array.from({ length: 100 }, (_, seed) => [...of(seed)]).flat())
  // 10 of 160 negatives in each of 100 draws: one is never drawn with probability 0.0016.
  expect(all.size).toBeGreaterThan(195)
})
