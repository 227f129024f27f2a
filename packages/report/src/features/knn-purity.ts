/** How far the nearest neighbours of images are of their own class. */
import { classesOf, meanOverClasses } from './classes.ts'
import { distances, type FeatureShape } from './distances.ts'

/** Options of what counts neighbours. */
export interface NeighbourOptions {
  /** How many neighbours count; default 10. */
  readonly k?: number
}

/**
 * `1/C Σ_c 1/n_c Σ_{i in c} s_i`, where `s_i` is the share of row i's own class among its `k` nearest other rows (Euclidean).
 * Rows that are equally far share the places that are left, so that the order of the rows does not matter.
 *
 * @param features `[n, d]`, row by row
 * @param labels `[n]`, the class of each row
 * @returns from 0 to 1; without any structure about `1/C`, however rare a class is
 * @throws RangeError if the arguments do not fit, features are not finite, or there is one class or no `k`-th neighbour
 */
export function knnPurity(
  features: ArrayLike<number>,
  shape: FeatureShape,
  labels: ArrayLike<number>,
  { k = 10 }: NeighbourOptions = {},
): number {
  const [n] = shape
  checkNeighbours(k, n)
  const classes = classesOf(labels, n)
  const all = distances(features, shape)
  const shares = Float64Array.from(classes, (_, i) =>
    ownShare(all.subarray(i * n, (i + 1) * n), classes, i, k),
  )
  return meanOverClasses(shares, classes)
}

/** @throws RangeError unless there are `k` other rows */
export function checkNeighbours(k: number, n: number): void {
  if (!(Number.isInteger(k) && k > 0 && k < n))
    throw new RangeError(`no row has ${k} neighbours among ${n} rows`)
}

function ownShare(row: Float64Array, classes: Int32Array, self: number, k: number): number {
  const others = row.toSorted()
  // The nearest is the row itself, at distance 0.
  const farthest = others[k] as number
  const counts = { nearer: 0, ownNearer: 0, tied: 0, ownTied: 0 }
  row.forEach((distance, j) => {
    if (j === self || distance > farthest) return
    const own = Number(classes[j] === classes[self])
    if (distance < farthest) {
      counts.nearer++
      counts.ownNearer += own
    } else {
      counts.tied++
      counts.ownTied += own
    }
  })
  const places = k - counts.nearer
  return (counts.ownNearer + (places * counts.ownTied) / counts.tied) / k
}
