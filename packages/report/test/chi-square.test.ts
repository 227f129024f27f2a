import { expect, test } from 'vitest'
import { chiSquareUpperTail } from '../src/statistics/chi-square.ts'
import { golden } from './golden.ts'

test.each(golden.chiSquare)('P(χ²($degrees) > $x) is scipy’s', ({ x, degrees, tail }) => {
  expect(Math.abs(chiSquareUpperTail(x, degrees) - tail)).toBeLessThan(1e-12)
})

test('is certain at 0 and impossible far away', () => {
  expect(chiSquareUpperTail(0, 3)).toBe(1)
  expect(chiSquareUpperTail(1e6, 3)).toBe(0)
})
