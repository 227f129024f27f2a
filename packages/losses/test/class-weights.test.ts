import { expect, test } from 'vitest'
import { effectiveNumberWeights, inverseFrequencyWeights } from '../src/index.ts'

test('inverse frequencies, of mean 1', () => {
  expect(inverseFrequencyWeights([90, 10])).toEqual([0.2, 1.8].map((w) => expect.closeTo(w, 12)))
})

test('effective numbers by hand: E(1) = 1, E(2) = 1.5 for beta 0.5', () => {
  const weights = effectiveNumberWeights([1, 2], { beta: 0.5 })
  expect(weights).toEqual([1.2, 0.8].map((w) => expect.closeTo(w, 12)))
})

test('effective numbers lie between equal weights and inverse frequencies', () => {
  const counts = [5000, 500, 50]
  expect(effectiveNumberWeights(counts, { beta: 0 })).toEqual([1, 1, 1])
  const limit = effectiveNumberWeights(counts, { beta: 1 - 1e-12 })
  for (const [y, weight] of inverseFrequencyWeights(counts).entries())
    expect(limit[y]! / weight).toBeCloseTo(1, 6)
})

test.each([[[]], [[10, 0]], [[10, -1]], [[Number.NaN, 1]], [[1, Number.POSITIVE_INFINITY]]])(
  'refuses the counts %j',
  (counts) => {
    expect(() => inverseFrequencyWeights(counts)).toThrow(RangeError)
    expect(() => effectiveNumberWeights(counts)).toThrow(RangeError)
  },
)

test.each([1, -0.1, Number.NaN])('refuses beta %d', (beta) => {
  expect(() => effectiveNumberWeights([1, 2], { beta })).toThrow('beta must be in [0, 1)')
})
