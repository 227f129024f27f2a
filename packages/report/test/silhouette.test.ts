import { expect, test } from 'vitest'
import { silhouette } from '../src/features/silhouette.ts'
import { flat, goldenFeatures } from './golden-features.ts'

const { clouds, embeddings } = goldenFeatures

test.each(clouds.map((cloud, i) => [i, cloud] as const))(
  'is that of scikit-learn, cloud %i',
  (_, { features, labels, silhouette: expected }) => {
    expect(silhouette(...flat(features), labels)).toBeCloseTo(expected, 10)
  },
)

test('is that of scikit-learn in embeddings', () => {
  for (const { points, labels, silhouette: expected } of Object.values(embeddings))
    expect(silhouette(...flat(points), labels)).toBeCloseTo(expected, 10)
})

test('is the mean of the classes, by hand', () => {
  // Class 1 is one row, which has 0; the others have a = 1 and b = 3 or 4.
  const expected = ((3 - 1) / 3 + (4 - 1) / 4) / 2 / 2
  expect(silhouette([3, 4, 0], [3, 1], [0, 0, 1])).toBeCloseTo(expected, 14)
})

test('is 0 where all rows are the same', () => {
  expect(silhouette(new Float32Array(12), [6, 2], [0, 0, 0, 1, 1, 1])).toBe(0)
})

test('refuses one class', () => {
  expect(() => silhouette([1, 2, 3], [3, 1], [1, 1, 1])).toThrow('one class alone')
})
