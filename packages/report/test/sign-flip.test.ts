import { expect, test } from 'vitest'
import { signFlipTest } from '../src/index.ts'
import { golden } from './golden.ts'

test.each(golden.signFlip)(
  'is scipy’s exact permutation test of $differences',
  ({ differences, pValue }) => {
    expect(Math.abs(signFlipTest(differences) - pValue)).toBeLessThan(1e-14)
  },
)

test('can be no smaller than 2/2ⁿ', () => {
  expect(signFlipTest([1, 2, 3])).toBe(0.25)
  expect(signFlipTest([-1, -2, -3, -4, -5, -6])).toBe(1 / 32)
  expect(signFlipTest(Array.from({ length: 31 }, (_, i) => 1 + i / 7))).toBe(2 ** -30)
})

test('has nothing to say of no difference', () => {
  expect(signFlipTest([])).toBe(1)
  expect(signFlipTest([0, 0, 0])).toBe(1)
  expect(signFlipTest([0.1, 0.2, -0.3])).toBe(1)
})

test('counts sums that differ by rounding alone as equal', () => {
  // 4 of the 16 sums are 0.6 in size; 0.1 + 0.2 + 0.3 is not 0.6 in binary.
  expect(signFlipTest([0.1, 0.2, 0.3, 0])).toBe(0.25)
  expect(signFlipTest([0.3, 0.2, 0.1, 0])).toBe(0.25)
})

test('refuses what it cannot enumerate', () => {
  expect(() => signFlipTest(new Array(41).fill(1))).toThrow(RangeError)
  expect(() => signFlipTest([1, Number.NaN])).toThrow(RangeError)
})
