import { expect, test } from 'vitest'
import { wilcoxonTest } from '../src/index.ts'
import { golden } from './golden.ts'

test.each(golden.wilcoxon)('is scipy’s exact test of $differences', ({ differences, pValue }) => {
  expect(Math.abs(wilcoxonTest(differences) - pValue)).toBeLessThan(1e-14)
})

test('looks at the order of sizes alone', () => {
  expect(wilcoxonTest([1, 2, -3, 4])).toBe(wilcoxonTest([1, 20, -300, 4000]))
  expect(wilcoxonTest([0, 0])).toBe(1)
})
