import { expect, test } from 'vitest'
import { formatCount, formatDifference, formatList, formatPValue } from '../src/number-format.ts'

test.each([
  [0.0004, 'p < 0.001'],
  [0.012, 'p = 0.012'],
  [0.21, 'p = 0.21'],
  [1, 'p = 1.00'],
])('writes p %d as %s', (p, text) => {
  expect(formatPValue(p)).toBe(text)
})

test('writes a difference with decimals enough to see it', () => {
  expect(formatDifference(0.021, -0.0124, 0.03)).toBe('0.021 [−0.012, 0.030]')
  expect(formatDifference(0.00042, 0.0001, 0.0007)).toBe('0.00042 [0.00010, 0.00070]')
  expect(formatDifference(0, 0, 0)).toBe('0.000 [0.000, 0.000]')
})

test('groups thousands', () => {
  expect(formatCount(1234567.25, 1)).toBe('1,234,567.3')
})

test('lists names that have commas of their own', () => {
  expect(formatList([])).toBe('')
  expect(formatList(['a'])).toBe('a')
  expect(formatList(['a, b', 'c'])).toBe('a, b and c')
  expect(formatList(['a', 'b', 'c'], 'or')).toBe('a, b or c')
})
