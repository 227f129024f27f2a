import { expect, test } from 'vitest'
import { principalComponents } from '../src/features/principal-components.ts'
import { flat, goldenFeatures } from './golden-features.ts'

const { digits, iris } = goldenFeatures.embeddings

function covariance(rows: readonly number[][], a: number, b: number): number {
  return rows.reduce((sum, row) => sum + row[a]! * row[b]!, 0) / (rows.length - 1)
}

test.each([
  ['iris', iris],
  ['digits, which have constant pixels', digits],
])('has the variances of scikit-learn in %s, and no correlation', (_, { features, variances }) => {
  const rows = principalComponents(...flat(features), 50)
  const [first] = variances as [number]
  expect(rows[0]).toHaveLength(variances.length)
  variances.forEach((variance, i) => {
    expect(Math.abs(covariance(rows, i, i) - variance) / first).toBeLessThan(1e-12)
    for (let j = 0; j < i; j++) expect(Math.abs(covariance(rows, i, j)) / first).toBeLessThan(1e-12)
  })
})

test('keeps the distances where no dimension is lost', () => {
  const rows = principalComponents(...flat(iris.features), 50)
  const distance = (of: readonly number[][], i: number, j: number) =>
    Math.hypot(...of[i]!.map((value, k) => value - of[j]![k]!))
  for (let i = 1; i < rows.length; i++)
    expect(distance(rows, i - 1, i)).toBeCloseTo(distance(iris.features, i - 1, i), 12)
})

test('of rows that are the same are 0', () => {
  expect(principalComponents([1, 2, 1, 2, 1, 2], [3, 2], 2).flat().map(Math.abs)).toEqual([
    0, 0, 0, 0, 0, 0,
  ])
})
