/** How far an embedding makes neighbours of images that are none. */
import { distances, type FeatureShape } from './distances.ts'
import { checkNeighbours, type NeighbourOptions } from './knn-purity.ts'

/**
 * `1 − 2 / (n k (2n − 3k − 1)) Σ_i Σ_j max(0, r(i, j) − k)`, where j are the `k` nearest rows of i in the embedding and
 * `r(i, j)` is the rank of j among the rows nearest to i in the features, 1 for the nearest (Euclidean in both).
 *
 * @param features `[n, d]`, row by row
 * @param points `[n, 2]`, row by row
 * @returns from 0 to 1
 * @throws RangeError if the arguments do not fit, values are not finite, or `k` is not below `n / 2`
 * @see Venna and Kaski, Neighborhood preservation in nonlinear projection methods, 2001
 */
export function trustworthiness(
  features: ArrayLike<number>,
  shape: FeatureShape,
  points: ArrayLike<number>,
  { k = 10 }: NeighbourOptions = {},
): number {
  const [n] = shape
  checkNeighbours(k, n)
  // Beyond that the formula is not scaled to [0, 1].
  if (k >= n / 2) throw new RangeError(`the trust in ${k} neighbours is not defined for ${n} rows`)
  const original = distances(features, shape)
  const embedded = distances(points, [n, 2])
  let excess = 0
  for (let i = 0; i < n; i++) {
    const row = original.subarray(i * n, (i + 1) * n)
    for (const j of nearest(embedded.subarray(i * n, (i + 1) * n), i, k))
      excess += Math.max(0, rank(row, i, j) - k)
  }
  return 1 - (2 * excess) / (n * k * (2 * n - 3 * k - 1))
}

/** The `k` others at the least distance; of equal ones the first. */
function nearest(row: Float64Array, self: number, k: number): number[] {
  const farthest = row.toSorted()[k] as number
  const candidates = [...row.keys()].filter((j) => j !== self && (row[j] as number) <= farthest)
  return candidates.sort((a, b) => (row[a] as number) - (row[b] as number)).slice(0, k)
}

/** 1 + how many others are nearer. */
function rank(row: Float64Array, self: number, j: number): number {
  const distance = row[j] as number
  let nearer = 0
  for (let other = 0; other < row.length; other++)
    if (other !== self && (row[other] as number) < distance) nearer++
  return nearer + 1
}
