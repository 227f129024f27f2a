import { expect, test } from 'vitest'
import { trustworthiness } from '../src/features/trustworthiness.ts'
import { flat, goldenFeatures } from './golden-features.ts'

test.each(goldenFeatures.clouds.map((cloud, i) => [i, cloud] as const))(
  'is that of scikit-learn, cloud %i',
  (_, { features, points, k, trustworthiness: expected }) => {
    expect(trustworthiness(...flat(features), points.flat(), { k })).toBeCloseTo(expected, 12)
  },
)

test('is 1 for the features themselves, and for a mirror image', () => {
  const [{ points }] = goldenFeatures.clouds as [(typeof goldenFeatures.clouds)[number]]
  const [features, shape] = flat(points)
  expect(trustworthiness(features, shape, features)).toBe(1)
  expect(
    trustworthiness(features, shape, flat(points.map(([x, y]) => [-y!, 2 * x!]))[0]),
  ).toBeLessThan(1)
  expect(trustworthiness(features, shape, flat(points.map(([x, y]) => [-y!, x!]))[0])).toBe(1)
})

test('refuses as many neighbours as half of the rows', () => {
  const points = Array.from({ length: 20 }, (_, i) => i * i)
  expect(() => trustworthiness(points, [10, 2], points, { k: 5 })).toThrow(
    'the trust in 5 neighbours is not defined for 10 rows',
  )
  expect(trustworthiness(points, [10, 2], points, { k: 4 })).toBe(1)
})
