/** What is reported of many times. */

export interface Summary {
  readonly median: number
  readonly min: number
  /** Interquartile range. */
  readonly spread: number
}

/** @throws RangeError without values */
export function summarize(values: readonly number[]): Summary {
  if (values.length === 0) throw new RangeError('there is nothing to summarize')
  const sorted = [...values].sort((a, b) => a - b)
  return {
    median: quantile(sorted, 0.5),
    min: quantile(sorted, 0),
    spread: quantile(sorted, 0.75) - quantile(sorted, 0.25),
  }
}

/** Between the two nearest values in proportion, as NumPy does by default. */
function quantile(sorted: readonly number[], p: number): number {
  const position = p * (sorted.length - 1)
  const below = sorted[Math.floor(position)] as number
  const above = sorted[Math.ceil(position)] as number
  return below + (position - Math.floor(position)) * (above - below)
}
