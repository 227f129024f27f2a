import { expect, test } from 'vitest'
import { interquartileMean } from '../src/index.ts'
import { mean, standardDeviation } from '../src/statistics/moments.ts'
import { golden } from './golden.ts'

test.each(golden.interquartileMean)(
  'the interquartile mean is scipy’s, $mean',
  ({ values, mean }) => {
    expect(interquartileMean(values)).toBeCloseTo(mean, 14)
  },
)

test('the standard deviation divides by n − 1', () => {
  expect(mean([1, 2, 6])).toBe(3)
  expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 14)
  expect(standardDeviation([1])).toBeNaN()
  expect(mean([])).toBeNaN()
})
