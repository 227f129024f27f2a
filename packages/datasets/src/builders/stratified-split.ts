/** Sets a part of the training data aside without changing the share of any class. */
import { permutation, randomStream } from '@deepauc/random'
import { groupByClass } from './group-by-class.ts'

/** How many rows to set aside: a share of all in (0, 1), or a number of rows. */
export type SplitSize = { readonly fraction: number } | { readonly count: number }

/**
 * Splits rows at random so that every class keeps its share in both parts, to within one row.
 *
 * @param labels `[n]`, the class of each row
 * @returns rows in ascending order
 * @throws RangeError if a class would be missing from one of the parts
 */
export function stratifiedSplit(
  labels: ArrayLike<number>,
  { seed, ...size }: SplitSize & { readonly seed: number },
): { train: Int32Array; validation: Int32Array } {
  const count = 'count' in size ? size.count : Math.round(size.fraction * labels.length)
  if (!(Number.isInteger(count) && count > 0 && count < labels.length))
    throw new RangeError(`cannot set ${count} of ${labels.length} rows aside; take a part of them`)
  const classes = groupByClass(labels)
  const takes = shares(
    classes.map((rows) => rows.length),
    count,
  )
  const aside = new Set<number>()
  classes.forEach((rows, i) => {
    const take = takes[i] as number
    checkBothParts(take, rows, labels, count)
    const order = permutation(rows.length, randomStream({ seed, purpose: 'split', sample: i }))
    for (const at of order.subarray(0, take)) aside.add(rows[at] as number)
  })
  const rows = Int32Array.from({ length: labels.length }, (_, row) => row)
  return {
    train: rows.filter((row) => !aside.has(row)),
    validation: rows.filter((row) => aside.has(row)),
  }
}

/** `count` divided in proportion to `sizes`, by the method of the largest remainder. */
function shares(sizes: readonly number[], count: number): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const exact = sizes.map((size) => (count * size) / total)
  const taken = exact.map(Math.floor)
  const remainder = (i: number) => (exact[i] as number) - (taken[i] as number)
  const missing = count - taken.reduce((sum, share) => sum + share, 0)
  const gainers = [...sizes.keys()].sort((a, b) => remainder(b) - remainder(a)).slice(0, missing)
  return taken.map((share, i) => (gainers.includes(i) ? share + 1 : share))
}

function checkBothParts(
  take: number,
  rows: readonly number[],
  labels: ArrayLike<number>,
  count: number,
): void {
  if (take > 0 && take < rows.length) return
  const part = take === 0 ? 'validation' : 'training'
  throw new RangeError(
    `with ${count} of ${labels.length} rows set aside, class ${labels[rows[0] as number]} (${rows.length} rows) ` +
      `would be missing from the ${part} part; set ${take === 0 ? 'more' : 'fewer'} rows aside`,
  )
}
