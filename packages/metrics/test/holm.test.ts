import { expect, test } from 'vitest'
import { holm } from '../src/index.ts'

test('as p.adjust of R has it', () => {
  // p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")
  const corrected = holm([0.01, 0.04, 0.03, 0.005])
  expect(corrected).toEqual([0.03, 0.06, 0.06, 0.02].map((p) => expect.closeTo(p, 15)))
  expect(holm([0.01, Number.NaN])).toEqual([0.02, Number.NaN])
})
