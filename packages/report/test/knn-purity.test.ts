import { expect, test } from 'vitest'
import { knnPurity } from '../src/features/knn-purity.ts'
import { flat, goldenFeatures } from './golden-features.ts'

const { clouds, embeddings } = goldenFeatures

test.each(clouds.map((cloud, i) => [i, cloud] as const))(
  'is that of scikit-learn, cloud %i',
  (_, { features, labels, k, knnPurity: expected }) => {
    expect(knnPurity(...flat(features), labels, { k })).toBeCloseTo(expected, 12)
  },
)

test('is that of scikit-learn in embeddings, with 10 neighbours by default', () => {
  for (const { points, labels, knnPurity: expected } of Object.values(embeddings))
    expect(knnPurity(...flat(points), labels)).toBeCloseTo(expected, 12)
})

test('counts rows that are equally far in equal parts, in any order', () => {
  // Row 0 has a neighbour at 1 and two at 2: one place is left for one of its class and one of the other.
  const [features, labels] = [
    [0, 1, 2, -2, 50, 51, 52],
    [0, 0, 0, 1, 1, 1, 1],
  ]
  const own = [0.75, 1, 1, 0, 1, 1, 1]
  const expected = (2.75 / 3 + 3 / 4) / 2
  expect(own.slice(0, 3).reduce((a, b) => a + b)).toBe(2.75)
  expect(knnPurity(features, [7, 1], labels, { k: 2 })).toBeCloseTo(expected, 14)
  const reversed = [features.toReversed(), labels.toReversed()] as const
  expect(knnPurity(reversed[0], [7, 1], reversed[1], { k: 2 })).toBeCloseTo(expected, 14)
})

test('is what chance leaves where all rows are the same', () => {
  const labels = [0, 0, 0, 0, 1, 1]
  const chance = (3 / 5 + 1 / 5) / 2
  expect(knnPurity(new Float32Array(12), [6, 2], labels, { k: 3 })).toBeCloseTo(chance, 14)
})

test('refuses what has no neighbours, no classes or no numbers', () => {
  const labels = [0, 1, 1]
  expect(() => knnPurity([1, 2, 3], [3, 1], labels)).toThrow('no row has 10 neighbours among 3')
  expect(() => knnPurity([1, 2, 3], [3, 1], [1, 1, 1], { k: 1 })).toThrow('one class alone')
  expect(() => knnPurity([1, 2, 3], [3, 1], [0, 1], { k: 1 })).toThrow('2 labels do not fit 3 rows')
  expect(() => knnPurity([1, 2], [3, 1], labels, { k: 1 })).toThrow('2 features do not fit 3 rows')
  expect(() => knnPurity([1, 2, 3, Number.NaN, 5, 6], [3, 2], labels, { k: 1 })).toThrow(
    'feature 1 of row 1 is NaN',
  )
})
