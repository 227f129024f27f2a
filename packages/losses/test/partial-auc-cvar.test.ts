import { describe, expect, test } from 'vitest'
import { pairwiseAuc, partialAucCvar } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { cvar, pairLosses, sigmoid, surrogates } from './reference.ts'

describe.each(['squaredHinge', 'logistic'] as const)('%s', (surrogate) => {
  // Of five negatives: one, two, a fraction of the second and less than one.
  describe.each([0.2, 0.4, 0.33, 0.05])('rate %d', (maxFalsePositiveRate) => {
    const options = { surrogate, margin: 0.7, maxFalsePositiveRate }
    conformance('partialAucCvar', {
      loss: (y, f) => partialAucCvar(y, f, options),
      reference: (y, f) =>
        cvar(pairLosses(y, f.map(sigmoid), surrogates[surrogate]!(0.7)), maxFalsePositiveRate),
      labels,
      scores,
    })
  })
})

test('by hand: the mean over the two highest of four negatives', () => {
  const options = { maxFalsePositiveRate: 0.5, scoreTransform: 'none' } as const
  const run = (f: number[]) => evaluate((y, f) => partialAucCvar(y, f, options), [1, 0, 0, 0, 0], f)
  const { value, gradient } = run([0.5, -9, 0.5, 0, -8])
  expect(value).toBeCloseTo((1 + 0.25) / 2, 6)
  expect(gradient).toEqual([-1.5, 0, 1, 0.5, 0].map((g) => expect.closeTo(g, 6)))
})

test('negatives of one score share their weight', () => {
  const options = { maxFalsePositiveRate: 0.5, scoreTransform: 'none' } as const
  const { value, gradient } = evaluate(
    (y, f) => partialAucCvar(y, f, options),
    [1, 0, 0, 0, 0],
    [0, 1, 0, 0, -5],
  )
  expect(value).toBeCloseTo((4 + 1) / 2, 6)
  expect(gradient).toEqual([-3, 2, 0.5, 0.5, 0].map((g) => expect.closeTo(g, 6)))
})

test('the whole range is the pairwise loss', () => {
  const whole = evaluate(
    (y, f) => partialAucCvar(y, f, { maxFalsePositiveRate: 1 }),
    labels,
    scores,
  )
  const pairs = evaluate(pairwiseAuc, labels, scores)
  expect(whole.value).toBeCloseTo(pairs.value, 6)
  expect(whole.gradient).toEqual(pairs.gradient.map((g) => expect.closeTo(g, 6)))
})

test.each([0, 1.1, Number.NaN])('refuses the rate %d', (maxFalsePositiveRate) => {
  expect(() =>
    evaluate((y, f) => partialAucCvar(y, f, { maxFalsePositiveRate }), labels, scores),
  ).toThrow('maxFalsePositiveRate must be in (0, 1]')
})

test('refuses the squared surrogate, which punishes low negatives', () => {
  const surrogate = 'squared' as 'logistic'
  expect(() => evaluate((y, f) => partialAucCvar(y, f, { surrogate }), labels, scores)).toThrow(
    'surrogate must be one of squaredHinge, logistic',
  )
})
