/** Which of several differences are below zero, where the same seeds are behind all of them. */
import { holm } from '@deepauc/metrics'
import { signFlipTest } from './sign-flip.ts'

/** Differences by seed. */
export interface SeedDifferences {
  /** `[n]` */
  readonly seeds: readonly number[]
  /** `[n]` */
  readonly differences: readonly number[]
}

/** With more seeds Holm's correction loses nothing that matters, and 2ⁿ choices take too long. */
const mostSeeds = 12

/**
 * One-sided p-values, corrected so that the chance of one false claim or more is the level: the share of the 2ⁿ choices of
 * a sign per seed, the same for all comparisons, for which the lowest `Σ d / √Σ d²` of all is as low as that of the comparison.
 *
 * Keeping the seeds together keeps the comparisons as dependent as they are. So six seeds can tell one of many
 * differences from luck, which no correction of separate p-values can. Exact if the differences of a seed are jointly as
 * likely with the other sign. With more than 12 seeds: Holm's correction of sign-flip tests.
 *
 * @throws RangeError as `signFlipTest`
 * @see Westfall and Young, Resampling-based multiple testing, 1993 (single-step maxT)
 */
export function familyTest(family: readonly SeedDifferences[]): readonly number[] {
  const seeds = [...new Set(family.flatMap(({ seeds }) => seeds))]
  if (seeds.length > mostSeeds) return holmLower(family)
  const scaled = family.map(({ seeds: own, differences }) => {
    const size = Math.hypot(...differences)
    return seeds.map((seed) =>
      own.includes(seed) && size > 0 ? (differences[own.indexOf(seed)] as number) / size : 0,
    )
  })
  const lowest = Array.from({ length: 2 ** seeds.length }, (_, signs) =>
    Math.min(...scaled.map((values) => flippedSum(values, signs))),
  )
  // Sums that differ by rounding alone are equal.
  return scaled.map((values) => {
    const own = flippedSum(values, 0) + 1e-12
    return lowest.filter((value) => value <= own).length / lowest.length
  })
}

/** Bit i of `signs` turns value i. */
function flippedSum(values: readonly number[], signs: number): number {
  return values.reduce((sum, value, i) => sum + ((signs >> i) & 1 ? -value : value), 0)
}

function holmLower(family: readonly SeedDifferences[]): readonly number[] {
  return holm(
    family.map(({ differences }) => {
      const half = signFlipTest(differences) / 2
      return differences.reduce((sum, value) => sum + value, 0) < 0 ? half : 1 - half
    }),
  )
}
