import { expect, test } from 'vitest'
import { friedmanTest } from '../src/index.ts'
import { golden } from './golden.ts'

test.each(golden.friedman)(
  'is scipy’s friedmanchisquare, statistic $statistic',
  ({ scores, statistic, pValue, meanRanks }) => {
    const result = friedmanTest(scores)
    expect(Math.abs(result.statistic / statistic - 1)).toBeLessThan(1e-12)
    expect(Math.abs(result.pValue - pValue)).toBeLessThan(1e-12)
    for (const [j, rank] of meanRanks.entries()) expect(result.meanRanks[j]).toBeCloseTo(rank, 12)
  },
)

test('gives the highest score rank 1, and finds nothing where all are equal', () => {
  expect(friedmanTest([[0.7, 0.9, 0.8]]).meanRanks).toEqual([3, 1, 2])
  expect(
    friedmanTest([
      [1, 1, 1],
      [2, 2, 2],
    ]),
  ).toEqual({ meanRanks: [2, 2, 2], statistic: 0, pValue: 1 })
})

test('refuses tables that it cannot rank', () => {
  expect(() => friedmanTest([])).toThrow(RangeError)
  expect(() => friedmanTest([[1, 2]])).toThrow(RangeError)
  expect(() =>
    friedmanTest([
      [1, 2, 3],
      [1, 2],
    ]),
  ).toThrow(RangeError)
})
