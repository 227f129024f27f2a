import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { aucSquareObjective } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { pairwiseSquare, sigmoid } from './reference.ts'

const share = 3 / 8

describe.each([
  ['none', 1],
  ['batch', share * (1 - share)],
] as const)('prior %s', (prior, factor) => {
  conformance('aucSquareObjective', {
    loss: (y, f) => aucSquareObjective(y, f, { margin: 0.5, prior }),
    reference: (y, f) => factor * pairwiseSquare(y, f.map(sigmoid), 0.5),
    labels,
    scores,
  })
})

test('is p(1−p) times the pairwise square loss to float precision, margin apart or not', () => {
  const score = fc.float({ min: -3, max: 3, noNaN: true })
  const examples = fc.array(fc.tuple(fc.boolean(), score), { minLength: 1, maxLength: 30 })
  fc.assert(
    fc.property(examples, score, score, (pairs, positive, negative) => {
      const y = [1, 0, ...pairs.map(([isPositive]) => (isPositive ? 1 : 0))]
      const f = [positive, negative, ...pairs.map(([, value]) => value)]
      const p = y.reduce<number>((sum, label) => sum + label, 0) / y.length
      const expected = p * (1 - p) * pairwiseSquare(y, f, 1)
      const options = { prior: 'batch', scoreTransform: 'none' } as const
      const { value } = evaluate((y, f) => aucSquareObjective(y, f, options), y, f)
      // 36 is what the largest differences come to before they cancel.
      return Math.abs(value - expected) <= 2e-7 * (expected + 36 * p * (1 - p))
    }),
  )
})

test('charges positives that lie too far above the negatives', () => {
  const loss = { scoreTransform: 'none' } as const
  const { value } = evaluate((y, f) => aucSquareObjective(y, f, loss), [1, 1, 0, 0], [3, 3, 0, 0])
  expect(value).toBe(4)
})
