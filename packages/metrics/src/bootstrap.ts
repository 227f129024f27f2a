/** The bootstrap, for any statistic of samples that are drawn within strata. */
import { standardErrors } from './delong-interval.ts'
import { normalCumulative, normalQuantile } from './normal-distribution.ts'

/** A statistic and how sure it is. */
export interface BootstrapInterval {
  /** The statistic of the samples themselves. */
  readonly estimate: number
  readonly lower: number
  readonly upper: number
  /** Standard deviation of the statistic over the resamples. */
  readonly standardError: number
}

/** Options of every bootstrap. */
export interface BootstrapOptions {
  /** Confidence level, in (0, 1). */
  readonly level?: number
  /** How many, an integer ≥ 2. Default 2,000. */
  readonly resamples?: number
  /** `'percentile'`: quantiles of the resamples. `'bca'`: other quantiles, corrected for bias and for skewness. */
  readonly method?: 'bca' | 'percentile'
}

/** What is resampled. */
export interface Resampled {
  /** The samples of each stratum. */
  readonly strata: readonly Uint32Array[]
  /** The statistic of some samples, repetitions included. */
  readonly statistic: (samples: Uint32Array) => number
  /** For each stratum, the statistic without its first, second, … sample. */
  readonly leaveOneOut: () => readonly Float64Array[]
}

/**
 * Interval between two quantiles (linear interpolation, as NumPy's) of the statistic over resamples.
 *
 * @param random uniform in [0, 1), called once per sample of the first, then the second, … stratum of each resample
 * @throws RangeError for a level outside (0, 1), fewer than two resamples, a stratum of fewer than two samples, random
 *   numbers outside [0, 1), a statistic that is NaN, or with `'bca'` no resample on one side of the estimate
 * @see Efron and Tibshirani, An introduction to the bootstrap, 1993, chapters 13 and 14
 */
export function bootstrap(
  { strata, statistic, leaveOneOut }: Resampled,
  random: () => number,
  { level = 0.95, resamples = 2000, method = 'bca' }: BootstrapOptions,
): BootstrapInterval {
  const reach = standardErrors(level)
  if (!(Number.isInteger(resamples) && resamples >= 2))
    throw new RangeError(`resamples must be an integer ≥ 2, got ${resamples}`)
  if (strata.some((samples) => samples.length < 2))
    throw new RangeError('the bootstrap needs two samples of each class at least')
  const all = Uint32Array.from(strata.flatMap((samples) => [...samples]))
  const estimate = checked(statistic(all))
  const values = Float64Array.from({ length: resamples }, () =>
    checked(statistic(draw(strata, random, all))),
  ).sort()
  const adjust =
    method === 'bca'
      ? adjustment(values, estimate, leaveOneOut())
      : (z: number) => normalCumulative(z)
  return {
    estimate,
    lower: quantile(values, adjust(-reach)),
    upper: quantile(values, adjust(reach)),
    standardError: standardDeviation(values),
  }
}

/**
 * From a standard normal quantile z to the probability whose quantile of `values` is the BCa bound,
 * `Φ(z₀ + (z₀ + z) / (1 − a (z₀ + z)))`, where `Φ(z₀)` is the share of `values` below the estimate.
 */
function adjustment(
  values: Float64Array,
  estimate: number,
  leaveOneOut: readonly Float64Array[],
): (z: number) => number {
  // Values that differ by rounding alone are equal.
  const tolerance = 1e-12 * ((values.at(-1) as number) - (values[0] as number))
  const below = values.filter((value) => value < estimate - tolerance).length
  const equal = values.filter((value) => Math.abs(value - estimate) <= tolerance).length
  const share = (below + equal / 2) / values.length
  if (share === 0 || share === 1)
    throw new RangeError(
      "no resample is on one side of the estimate: take more of them, or method 'percentile'",
    )
  const bias = normalQuantile(share)
  const a = acceleration(leaveOneOut)
  return (z) => {
    const sum = bias + z
    // Past its pole the formula would change sign.
    return normalCumulative(bias + sum / Math.max(0, 1 - a * sum))
  }
}

/** `Σ Σ (U/n)³ / (6 (Σ Σ (U/n)²)^1.5)` over strata and their samples, where `U = (n − 1) (mean − left out)`. */
function acceleration(leaveOneOut: readonly Float64Array[]): number {
  let squares = 0
  let cubes = 0
  for (const values of leaveOneOut) {
    const mean = sum(values) / values.length
    const influence = values.map((value) => (1 - 1 / values.length) * (mean - value))
    squares += sum(influence.map((value) => value ** 2))
    cubes += sum(influence.map((value) => value ** 3))
  }
  return squares === 0 ? 0 : cubes / (6 * squares ** 1.5)
}

function draw(strata: readonly Uint32Array[], random: () => number, to: Uint32Array): Uint32Array {
  let at = 0
  for (const samples of strata)
    for (let i = 0; i < samples.length; i++) {
      const sample = samples[Math.floor(random() * samples.length)]
      if (sample === undefined) throw new RangeError('random must return numbers in [0, 1)')
      to[at++] = sample
    }
  return to
}

function quantile(ascending: Float64Array, probability: number): number {
  const position = probability * (ascending.length - 1)
  const below = ascending[Math.floor(position)] as number
  const above = ascending[Math.ceil(position)] as number
  return below + (position - Math.floor(position)) * (above - below)
}

function standardDeviation(values: Float64Array): number {
  const mean = sum(values) / values.length
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / (values.length - 1))
}

function checked(value: number): number {
  if (Number.isNaN(value)) throw new RangeError('the statistic is NaN')
  return value
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
