import { randomStream } from '@deepauc/random'
import { expect, test } from 'vitest'
import { pairedDifference } from '../src/index.ts'
import { seedsNeeded } from '../src/statistics/paired-difference.ts'
import { golden } from './golden.ts'

// 2,000 resamples against scipy's 200,000: the standard error of their quantiles is about 0.06 of that of the mean, and
// more where BCa moves them outwards.
test.each(golden.bca)(
  'has scipy’s BCa interval, $lower to $upper',
  ({ differences, lower, upper }) => {
    const result = pairedDifference(differences)
    const tolerance = (0.3 * result.standardDeviation) / Math.sqrt(differences.length)
    expect(Math.abs(result.lower - lower)).toBeLessThan(tolerance)
    expect(Math.abs(result.upper - upper)).toBeLessThan(tolerance)
  },
)

test('decides nothing with fewer than six seeds, however clear', () => {
  const five = pairedDifference([0.1, 0.11, 0.12, 0.1, 0.11])
  expect(five).toMatchObject({ outcome: 'undecidable', pValue: 0.0625, seedsNeeded: 6 })
  expect(five.lower).toBeNaN()
  const six = [0.1, 0.11, 0.12, 0.1, 0.11, 0.1]
  expect(pairedDifference(six).outcome).toBe('higher')
  expect(pairedDifference(six.map((difference) => -difference)).outcome).toBe('lower')
})

test('survives none, one, and equal differences', () => {
  expect(pairedDifference([])).toMatchObject({
    mean: Number.NaN,
    pValue: 1,
    outcome: 'undecidable',
  })
  expect(pairedDifference([0.1])).toMatchObject({ mean: 0.1, pValue: 1, seedsNeeded: 6 })
  expect(pairedDifference(new Array(6).fill(0))).toMatchObject({
    lower: 0,
    upper: 0,
    seedsNeeded: Infinity,
  })
  // Their sum is 2⁻⁵⁴ in floating point.
  expect(pairedDifference([0.1, 0.2, -0.3]).seedsNeeded).toBe(Infinity)
  const equal = pairedDifference(new Array(6).fill(0.25))
  expect(equal).toMatchObject({ lower: 0.25, upper: 0.25, outcome: 'higher' })
})

test('finds a difference where there is none in at most 5 of 100 cases', () => {
  const { normal } = randomStream({ seed: 1, purpose: 'no difference' })
  const cases = Array.from({ length: 400 }, (_, i) =>
    pairedDifference(Array.from({ length: 6 + (i % 3) }, normal)),
  )
  const found = cases.filter(({ outcome }) => outcome !== 'undecidable').length
  // The test is exact: 1/32, 3/64 at most and 5/128 at most; three standard errors are 0.03.
  expect(found / cases.length).toBeLessThan(0.05 + 0.03)
  expect(found).toBeGreaterThan(0)
})

test.each(golden.seeds)(
  'needs $pairs seeds for a difference of $mean sd, as the noncentral t has it',
  ({ mean, standardDeviation, pairs }) => {
    expect(Math.abs(seedsNeeded(mean, standardDeviation) - Math.max(6, pairs))).toBeLessThanOrEqual(
      1,
    )
  },
)
