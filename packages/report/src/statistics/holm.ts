/** Correction of p-values for being several. */

/**
 * Holm's step-down correction: the i-th smallest of m values times m − i, at most 1 and never less than the one before.
 *
 * @see Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of Statistics 6, 1979
 */
export function holm(pValues: readonly number[]): readonly number[] {
  const order = pValues.map((_, i) => i).sort((i, j) => (pValues[i] ?? 1) - (pValues[j] ?? 1))
  const corrected = new Array<number>(pValues.length)
  let floor = 0
  for (const [rank, i] of order.entries()) {
    floor = Math.max(floor, Math.min(1, (pValues.length - rank) * (pValues[i] ?? 1)))
    corrected[i] = floor
  }
  return corrected
}
