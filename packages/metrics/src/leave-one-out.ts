/** Statistics with one sample left out, what the bootstrap's correction for skewness is made of. */
import { placements } from './placements.ts'

/** For each stratum, the statistic of all strata without its first, second, … sample: as many calls as samples. */
export function leaveOneOut(
  strata: readonly Uint32Array[],
  statistic: (samples: Uint32Array) => number,
): readonly Float64Array[] {
  const all = Uint32Array.from(strata.flatMap((samples) => [...samples]))
  return strata.map((samples) =>
    Float64Array.from(samples, (left) => statistic(all.filter((sample) => sample !== left))),
  )
}

/** The same for the AUC, of positives and negatives, in O(n log n). */
export function leaveOneOutAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
): readonly Float64Array[] {
  const { positive, negative } = placements(labels, scores)
  const wins = positive.reduce((sum, count) => sum + count, 0)
  const [m, n] = [positive.length, negative.length]
  return [
    positive.map((count) => (wins - count) / ((m - 1) * n)),
    negative.map((count) => (wins - count) / (m * (n - 1))),
  ]
}
