import { expect, test } from 'vitest'
import { normalUpperQuantile, normalUpperTail } from '../src/normal-distribution.ts'
import { golden } from './golden.ts'

test.each(golden.normalUpperTail)('tail beyond $x equals scipy', ({ x, tail }) => {
  expect(Math.abs(normalUpperTail(x) / tail - 1)).toBeLessThan(1e-12)
})

test.each(golden.normalUpperQuantile)('quantile of tail $tail equals scipy', ({ tail, x }) => {
  expect(Math.abs(normalUpperQuantile(tail) - x)).toBeLessThan(1e-13 * Math.max(1, x))
})
