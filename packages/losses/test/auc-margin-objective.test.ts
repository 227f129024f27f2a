import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AucMarginObjectiveOptions, aucMarginObjective } from '../src/index.ts'
import { scores as logits } from './batches.ts'
import { conformance } from './conformance.ts'
import { pairwiseSquare, saddle, sigmoid } from './reference.ts'

const objective = (labels: number[], scores: number[], options: AucMarginObjectiveOptions = {}) =>
  tf.tidy(
    () =>
      aucMarginObjective(tf.tensor1d(labels), tf.tensor1d(scores), {
        scoreTransform: 'none',
        ...options,
      }).dataSync()[0]!,
  )

const labels = [1, 0, 0, 1, 0, 0, 0, 1]
const scores = [0.8, 0.3, 0.6, 0.2, 0.5, 0.5, 0.1, 0.9]

conformance('aucMarginObjective', {
  loss: (y, f) => aucMarginObjective(y, f, { margin: 0.7 }),
  reference: (y, f) => pairwiseSquare(y, f.map(sigmoid), 0.7),
  labels,
  scores: logits,
})

// var₊ + var₋ + u(2g − u): alpha stays at its bound u, below the gap g.
conformance('aucMarginObjective with a bound on alpha', {
  loss: (y, f) => aucMarginObjective(y, f, { margin: 0.7, alphaMax: 0.25 }),
  reference: (y, f) => {
    const p = f.map(sigmoid)
    const meanOf = (label: number) => {
      const of = p.filter((_, i) => y[i] === label)
      return of.reduce((sum, v) => sum + v, 0) / of.length
    }
    const gap = 0.7 + meanOf(0) - meanOf(1)
    return pairwiseSquare(y, p, 0.7) - gap ** 2 + 0.25 * (2 * gap - 0.25)
  },
  labels,
  scores: logits,
})

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

test('is the saddle value at a bound of alpha that binds, and ignores one that does not', () => {
  const a = (0.8 + 0.2 + 0.9) / 3
  const b = (0.3 + 0.6 + 0.5 + 0.5 + 0.1) / 5
  const bounded = saddle(labels, scores, { a, b, alpha: 0.3 }, {})
  expect(objective(labels, scores, { alphaMax: 0.3 })).toBeCloseTo(bounded, 6)
  expect(objective(labels, scores, { alphaMax: 3 })).toBe(objective(labels, scores))
})

test.each([-1, Number.NaN])('refuses the bound %d', (alphaMax) => {
  expect(() => objective(labels, scores, { alphaMax })).toThrow('alphaMax must be ≥ 0')
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
