import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { aucSquareObjective, pairwiseAuc } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { pairLosses, sigmoid, surrogates } from './reference.ts'

const mean = (rows: readonly number[][]) =>
  rows.flat().reduce((sum, l) => sum + l, 0) / rows.flat().length

describe.each(['squared', 'squaredHinge', 'logistic'] as const)('%s', (surrogate) => {
  describe.each([
    ['sigmoid', sigmoid],
    ['none', (f: number) => f],
  ] as const)('scores %s', (scoreTransform, transform) => {
    const options = { surrogate, margin: 0.7, scoreTransform }
    conformance('pairwiseAuc', {
      loss: (y, f) => pairwiseAuc(y, f, options),
      reference: (y, f) => mean(pairLosses(y, f.map(transform), surrogates[surrogate]!(0.7))),
      labels,
      scores,
    })
  })
})

test('the squared surrogate is the optimum of the min-max form, computed another way', () => {
  const options = { margin: 0.4, scoreTransform: 'none' } as const
  const pairs = evaluate(
    (y, f) => pairwiseAuc(y, f, { surrogate: 'squared', ...options }),
    labels,
    scores,
  )
  const saddle = evaluate((y, f) => aucSquareObjective(y, f, options), labels, scores)
  expect(saddle.value / pairs.value).toBeCloseTo(1, 6)
})

test('the logistic surrogate neither overflows nor loses small values', () => {
  const logistic = (f: number[]) => {
    const options = { surrogate: 'logistic', scoreTransform: 'none' } as const
    return evaluate((y, f) => pairwiseAuc(y, f, options), [1, 0], f)
  }
  expect(logistic([-500, 500])).toEqual({ value: 1000, gradient: [-1, 1] })
  expect(logistic([10, -10]).value / Math.exp(-20)).toBeCloseTo(1, 5)
})

test('several labels: their mean; unknown labels are left out', () => {
  const value = tf.tidy(() => {
    const y = tf.tensor2d([1, 0, 0, 1, 0, Number.NaN, 1, 1], [4, 2])
    const f = tf.tensor2d([0.9, 0.3, 0.2, 0.8, 0.4, 9, 0.7, 0.6], [4, 2])
    return pairwiseAuc(y, f, { scoreTransform: 'none' }).dataSync()[0]!
  })
  const hinge = surrogates.squaredHinge!(1)
  const first = mean(pairLosses([1, 0, 0, 1], [0.9, 0.2, 0.4, 0.7], hinge))
  const second = mean(pairLosses([0, 1, 1], [0.3, 0.8, 0.6], hinge))
  expect(value).toBeCloseTo((first + second) / 2, 6)
})

test('refuses a surrogate that does not exist', () => {
  const options = { surrogate: 'hinge' as 'squared' }
  expect(() => evaluate((y, f) => pairwiseAuc(y, f, options), labels, scores)).toThrow(
    'surrogate must be one of squared, squaredHinge, logistic, got hinge',
  )
})

test.each([-1, Number.NaN])('refuses the margin %d', (margin) => {
  expect(() => evaluate((y, f) => pairwiseAuc(y, f, { margin }), labels, scores)).toThrow(
    'margin must be ≥ 0',
  )
})
