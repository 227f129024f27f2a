/** DeLong's variance of an AUC, for independent samples and for clusters of them. */
import { checkLength } from './check-inputs.ts'
import type { Placements } from './placements.ts'

/** Which samples belong together. */
export interface Clusters {
  readonly count: number
  /** `[positives]`, the cluster of each, 0 … count − 1. */
  readonly positive: Uint32Array
  /** `[negatives]`, likewise. */
  readonly negative: Uint32Array
}

/**
 * The AUC, or difference of AUCs, that placements or differences of them stand for, and the variance of it:
 *
 * `I₊/(I₊ − 1) Σ X² + I₋/(I₋ − 1) Σ Y² + 2 I/(I − 1) Σ XY`, where X and Y add up what the positives and the negatives
 * of a cluster deviate from the mean, and I₊, I₋ and I count the clusters with positives, with negatives, and all.
 * Without `clusters` every sample is its own, and this is DeLong's formula.
 *
 * @throws RangeError with fewer than two samples of a class, or fewer than two clusters that have it
 * @see Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997
 */
export function aucAndVariance(
  { positive, negative }: Placements,
  clusters?: Clusters,
): { auc: number; variance: number } {
  const pairs = positive.length * negative.length
  const x = clusterSums(deviations(positive), clusters?.positive, clusters?.count)
  const y = clusterSums(deviations(negative), clusters?.negative, clusters?.count)
  // Never negative but for rounding, as the third factor is the smallest.
  const squares = Math.max(0, spread(x) + spread(y) + (clusters ? 2 * crossSpread(x, y) : 0))
  return { auc: sum(positive) / pairs, variance: squares / pairs ** 2 }
}

/** @throws RangeError if there is not one cluster per label, or one is NaN */
export function clustersOf(
  labels: ArrayLike<number>,
  clusters: ArrayLike<number | string>,
): Clusters {
  checkLength('clusters', clusters, labels)
  const numbers = new Map<number | string, number>()
  const all = Uint32Array.from(clusters, (cluster, i) => {
    if (Number.isNaN(cluster)) throw new RangeError(`clusters must not be NaN, as at index ${i}`)
    const number = numbers.get(cluster) ?? numbers.size
    numbers.set(cluster, number)
    return number
  })
  return {
    count: numbers.size,
    positive: all.filter((_, i) => labels[i] === 1),
    negative: all.filter((_, i) => labels[i] === 0),
  }
}

/** Sums of one class. */
interface Sums {
  readonly values: Float64Array
  /** How many clusters have samples of the class. */
  readonly clusters: number
}

function clusterSums(values: Float64Array, clusterOf?: Uint32Array, count = 0): Sums {
  if (clusterOf === undefined) return { values, clusters: values.length }
  const sums = new Float64Array(count)
  values.forEach((value, i) => {
    const cluster = clusterOf[i] as number
    sums[cluster] = (sums[cluster] as number) + value
  })
  return { values: sums, clusters: new Set(clusterOf).size }
}

function spread({ values, clusters }: Sums): number {
  if (clusters < 2)
    throw new RangeError(
      'the variance of an AUC needs two samples of each class at least, in clusters of their own',
    )
  return (clusters / (clusters - 1)) * sum(values.map((value) => value ** 2))
}

function crossSpread({ values: x }: Sums, { values: y }: Sums): number {
  return (x.length / (x.length - 1)) * sum(x.map((value, i) => value * (y[i] as number)))
}

function deviations(values: Float64Array): Float64Array {
  const mean = sum(values) / values.length
  return values.map((value) => value - mean)
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0)
}
