/** Correction of p-values for several tests. */

/**
 * Holm's step-down correction: the i-th smallest of m values times m − i + 1, never less than the one before. NaN, of a test
 * that could not be made, stays NaN and counts as a test.
 *
 * @param pValues `[m]`, in [0, 1] or NaN
 * @returns `[m]`, in the same order
 * @see Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979
 */
export function holm(pValues: readonly number[]): number[] {
  const order = [...pValues.keys()]
    .filter((i) => !Number.isNaN(pValues[i]))
    .sort((i, j) => (pValues[i] as number) - (pValues[j] as number))
  const corrected = pValues.map(() => Number.NaN)
  let floor = 0
  for (const [rank, i] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * (pValues[i] as number)))
    corrected[i] = floor
  }
  return corrected
}
