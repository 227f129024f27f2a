import { holm } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { golden } from './golden.ts'

test.each(golden.holm)('is statsmodels’ correction of $pValues', ({ pValues, corrected }) => {
  for (const [i, value] of holm(pValues).entries()) expect(value).toBeCloseTo(corrected[i]!, 14)
})

test('corrects nothing at all to nothing', () => {
  expect(holm([])).toEqual([])
})
