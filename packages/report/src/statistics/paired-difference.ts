/** What a difference that was seen with some seeds says about other seeds. */
import { bootstrapInterval } from '@deepauc/metrics'
import { randomStream } from '@deepauc/random'
import { mean, standardDeviation } from './moments.ts'
import { signFlipTest } from './sign-flip.ts'

/** Chance of a claim that is not true. */
export const significance = 0.05

/** With fewer pairs than this no p-value of the sign-flip test is below `significance`. */
export const fewestSeeds = 6

/** Paired differences and their test. */
export interface PairedDifference {
  /** `[n]`, one per seed. */
  readonly differences: readonly number[]
  /** NaN of none. */
  readonly mean: number
  /** NaN of fewer than two. */
  readonly standardDeviation: number
  /** 95 % BCa bootstrap interval of the mean; NaN with fewer than six seeds. */
  readonly lower: number
  readonly upper: number
  /** Of the exact two-sided sign-flip test. */
  readonly pValue: number
  /** `'higher'` or `'lower'` only where the test says so at 5 % and the interval is on the same side of zero. */
  readonly outcome: 'higher' | 'lower' | 'undecidable'
  /** Seeds that would show a difference like this; Infinity for none at all. */
  readonly seedsNeeded: number
}

/**
 * Test of the mean of paired differences. With fewer than six seeds nothing is decidable.
 *
 * @param differences `[n]`, n ≤ 40
 * @throws RangeError as `signFlipTest`
 */
export function pairedDifference(differences: readonly number[]): PairedDifference {
  const centre = mean(differences)
  const spread = standardDeviation(differences)
  const pValue = signFlipTest(differences)
  const [lower, upper] = interval(differences)
  const isClear = pValue < significance && lower * upper > 0
  return {
    differences,
    mean: centre,
    standardDeviation: spread,
    lower,
    upper,
    pValue,
    outcome: isClear ? (centre > 0 ? 'higher' : 'lower') : 'undecidable',
    seedsNeeded: seedsNeeded(centre, spread),
  }
}

/**
 * Pairs for which a two-sided paired t-test at 5 % finds a difference of this size with a chance of 80 %,
 * `((z₀.₉₇₅ + z₀.₈) sd / mean)² + z₀.₉₇₅² / 2`, at least six.
 *
 * @see Guenther, Sample size formulas for normal theory t tests, The American Statistician 35, 1981
 */
export function seedsNeeded(mean: number, standardDeviation: number): number {
  if (Number.isNaN(standardDeviation)) return fewestSeeds
  // A sum of differences that cancel is seldom exactly zero.
  if (Math.abs(mean) <= 1e-12 * standardDeviation) return Number.POSITIVE_INFINITY
  const [reach, power] = [1.959964, 0.841621]
  const pairs = (((reach + power) * standardDeviation) / mean) ** 2 + reach ** 2 / 2
  return Math.max(fewestSeeds, Math.ceil(pairs))
}

function interval(differences: readonly number[]): readonly [number, number] {
  if (differences.length < fewestSeeds) return [Number.NaN, Number.NaN]
  // The bootstrap of metrics resamples within two classes: the seeds are one, the other has no part in the mean.
  const labels = [...differences.map(() => 1), 0, 0]
  const { uniform } = randomStream({ seed: 0, purpose: 'paired-difference' })
  const { lower, upper } = bootstrapInterval(labels, [...differences, 0, 0], uniform, {
    statistic: meanOfPositives,
  })
  return [lower, upper]
}

function meanOfPositives(labels: ArrayLike<number>, values: ArrayLike<number>): number {
  let [sum, count] = [0, 0]
  for (let i = 0; i < values.length; i++)
    if (labels[i] === 1) {
      sum += values[i] as number
      count++
    }
  return sum / count
}
