import { expect, test } from 'vitest'
import { summarize } from '../src/statistics.ts'

test('median, minimum and interquartile range are those of NumPy', () => {
  // numpy.percentile([7, 1, 4, 2], [25, 50, 75]) is [1.75, 3, 4.75].
  expect(summarize([7, 1, 4, 2])).toEqual({ median: 3, min: 1, spread: 3 })
  expect(summarize([5])).toEqual({ median: 5, min: 5, spread: 0 })
  expect(() => summarize([])).toThrow(RangeError)
})
