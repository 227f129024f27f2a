/** Means and spreads of a few numbers. */

/** NaN of none. */
export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** With n − 1; NaN of fewer than two. */
export function standardDeviation(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN
  const centre = mean(values)
  return Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1))
}

/**
 * Mean of the middle half: of the ascending values without the first and the last ⌊n/4⌋.
 *
 * @param values `[n]`, n ≥ 1
 * @see Agarwal et al., Deep reinforcement learning at the edge of the statistical precipice, NeurIPS 2021
 */
export function interquartileMean(values: readonly number[]): number {
  const cut = Math.floor(values.length / 4)
  return mean([...values].sort((a, b) => a - b).slice(cut, values.length - cut))
}
