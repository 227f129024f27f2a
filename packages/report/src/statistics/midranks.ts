/** Ranks of values of which some are equal. */

/** Ranks from 1 for the smallest; equal values share the mean of theirs. */
export function midranks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return below + (equal + 1) / 2
  })
}
