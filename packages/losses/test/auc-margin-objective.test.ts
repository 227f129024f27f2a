import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AucMarginOptions, aucMarginObjective } from '../src/index.ts'
import { pairwiseSquare, saddle } from './reference.ts'

const objective = (labels: number[], scores: number[], options: AucMarginOptions = {}) =>
  tf.tidy(
    () =>
      aucMarginObjective(tf.tensor1d(labels), tf.tensor1d(scores), {
        scoreTransform: 'none',
        ...options,
      }).dataSync()[0]!,
  )

const labels = [1, 0, 0, 1, 0, 0, 0, 1]
const scores = [0.8, 0.3, 0.6, 0.2, 0.5, 0.5, 0.1, 0.9]

test('equals the pairwise square loss while the classes are closer than the margin', () => {
  expect(objective(labels, scores)).toBeCloseTo(pairwiseSquare(labels, scores, 1), 6)
})

test.each([
  ['none', undefined],
  ['batch', 3 / 8],
  [0.1, 0.1],
] as const)('is the saddle point of the loss (prior %s)', (prior, p) => {
  const options = p === undefined ? { margin: 0.7 } : { margin: 0.7, p }
  // Nested ternary searches: independent of the closed form.
  const search = (f: (x: number) => number) => {
    let [low, high] = [-3, 3]
    for (let i = 0; i < 90; i++) {
      const [x, y] = [low + (high - low) / 3, high - (high - low) / 3]
      if (f(x) < f(y)) high = y
      else low = x
    }
    return (low + high) / 2
  }
  const at = (a: number, b: number, alpha: number) =>
    saddle(labels, scores, { a, b, alpha }, options)
  const a = search((x) => at(x, 0, 0))
  const b = search((x) => at(a, x, 0))
  const alpha = Math.max(
    0,
    search((x) => -at(a, b, x)),
  )
  expect(objective(labels, scores, { margin: 0.7, prior })).toBeCloseTo(at(a, b, alpha), 6)
})

test('is zero for classes that are a margin apart, whatever lies beyond', () => {
  expect(objective([1, 1, 0, 0], [3, 3, 0.5, 0.5])).toBe(0)
})

test('is never negative and ignores the order of the examples', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.boolean(), fc.float({ min: -50, max: 50, noNaN: true })), {
        minLength: 2,
      }),
      (pairs) => {
        const y = [1, 0, ...pairs.map(([positive]) => (positive ? 1 : 0))]
        const f = [0.5, 0.2, ...pairs.map(([, score]) => score)]
        const value = objective(y, f)
        const reversed = objective([...y].reverse(), [...f].reverse())
        return value >= 0 && Math.abs(value - reversed) <= 1e-5 * Math.max(1, value)
      },
    ),
  )
})
