/** Bootstrap intervals of a metric, and of the difference of two models. */
import {
  type BootstrapInterval,
  type BootstrapOptions,
  bootstrap,
  type Resampled,
} from './bootstrap.ts'
import { checkInputs } from './check-inputs.ts'
import { leaveOneOut, leaveOneOutAuc } from './leave-one-out.ts'
import { rocAuc } from './roc-auc.ts'
import { classSamples, gather } from './sorted-classes.ts'

/** Options of `bootstrapInterval` and `bootstrapDifference`. */
export interface BootstrapIntervalOptions extends BootstrapOptions {
  /** The metric; it gets both classes, each as often as in the data. */
  readonly statistic?: (labels: ArrayLike<number>, scores: ArrayLike<number>) => number
}

/**
 * A metric and its bootstrap interval, with resamples drawn within each class.
 *
 * `'bca'` (bias-corrected and accelerated) is the better of the two methods where the distribution is skewed, as near
 * AUC 1. It computes the statistic n more times, except for `rocAuc`; its bounds need 2,000 resamples or more.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @param random uniform in [0, 1), such as `randomStream({ seed, purpose: 'bootstrap' }).uniform` of
 *   `@deepauc/random`: the same numbers give the same interval. Called for the positives, then the negatives, of each resample
 * @throws RangeError as `rocAuc` does, with fewer than two samples of a class, for a level outside (0, 1), fewer than
 *   two resamples, random numbers outside [0, 1), a statistic that is NaN, or if all resamples are on one side of the
 *   estimate, which BCa cannot correct
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, chapters 13 and 14
 * @example
 * bootstrapInterval(labels, scores, random, { statistic: averagePrecision }) // estimate, lower, upper, standardError
 */
export function bootstrapInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  random: () => number,
  { statistic = rocAuc, ...options }: BootstrapIntervalOptions = {},
): BootstrapInterval {
  return bootstrap(resampled(labels, scores, statistic), random, options)
}

/**
 * The metric of A minus that of B and its bootstrap interval, both models seeing the same resamples.
 *
 * @param labels `[n]`, 0 or 1
 * @param scoresA `[n]`, higher means more positive
 * @param scoresB `[n]`, of the same samples; need not have the scale of `scoresA`
 * @param random as of `bootstrapInterval`
 * @throws RangeError as `bootstrapInterval` does
 */
export function bootstrapDifference(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  random: () => number,
  { statistic = rocAuc, ...options }: BootstrapIntervalOptions = {},
): BootstrapInterval {
  const a = resampled(labels, scoresA, statistic)
  const b = resampled(labels, scoresB, statistic)
  const difference: Resampled = {
    strata: a.strata,
    statistic: (samples) => a.statistic(samples) - b.statistic(samples),
    leaveOneOut: () => minus(a.leaveOneOut(), b.leaveOneOut()),
  }
  return bootstrap(difference, random, options)
}

function resampled(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  statistic: NonNullable<BootstrapIntervalOptions['statistic']>,
): Resampled {
  const numbers = checkInputs(labels, scores)
  const strata = [classSamples(labels, 1), classSamples(labels, 0)]
  const classes = Float32Array.from(labels)
  const ofSamples = (samples: Uint32Array) =>
    statistic(gather(classes, samples), gather(numbers, samples))
  return {
    strata,
    statistic: ofSamples,
    leaveOneOut: () =>
      statistic === rocAuc ? leaveOneOutAuc(labels, numbers) : leaveOneOut(strata, ofSamples),
  }
}

function minus(a: readonly Float64Array[], b: readonly Float64Array[]): readonly Float64Array[] {
  return a.map((values, j) => values.map((value, i) => value - (b[j]?.[i] as number)))
}
