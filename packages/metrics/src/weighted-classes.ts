/** The two classes as AUC and the curves need them: scores sorted, weights summed up. */
import { checkInputs, checkLength } from './check-inputs.ts'
import type { Scores } from './sort.ts'
import { classScores, sortedClass } from './sorted-classes.ts'

/** One class. */
export interface WeightedClass {
  /** Ascending. */
  readonly scores: Scores
  /** Weight of all but the `count` lowest scores. */
  above(count: number): number
  /** Weight of the class: the number of its samples, or 1 where samples have weights. */
  readonly total: number
  /** What 1 in `above` and `total` weighs: comparable between the classes. */
  readonly unit: number
}

/** @throws RangeError as `rocAuc` does */
export function weightedClasses(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): { positive: WeightedClass; negative: WeightedClass } {
  const numbers = checkInputs(labels, scores)
  if (weights !== undefined) checkWeights(labels, weights)
  return {
    positive: weightedClass(labels, numbers, weights, 1),
    negative: weightedClass(labels, numbers, weights, 0),
  }
}

function checkWeights(labels: ArrayLike<number>, weights: ArrayLike<number>): void {
  checkLength('weights', weights, labels)
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i] as number
    if (!(weight >= 0 && weight < Number.POSITIVE_INFINITY))
      throw new RangeError(`weights must be finite and ≥ 0, got ${weight} at index ${i}`)
  }
}

function weightedClass(
  labels: ArrayLike<number>,
  scores: Scores,
  weights: ArrayLike<number> | undefined,
  label: number,
): WeightedClass {
  if (weights === undefined) {
    const sorted = classScores(labels, scores, label)
    const total = sorted.length
    return { scores: sorted, above: (count) => total - count, total, unit: 1 }
  }
  const sorted = sortedClass(labels, scores, label)
  // From the highest score down: the curves need the sums at their start to the last digit.
  const sums = new Float64Array(sorted.samples.length + 1)
  for (let i = sorted.samples.length - 1; i >= 0; i--)
    sums[i] = (sums[i + 1] as number) + (weights[sorted.samples[i] as number] as number)
  const total = sums[0] as number
  if (!(total > 0 && total < Number.POSITIVE_INFINITY))
    throw new RangeError(`weights of label ${label} must have a finite positive sum, got ${total}`)
  // Shares, so that products of large weights cannot overflow.
  const above = (count: number) => (sums[count] as number) / total
  return { scores: sorted.scores, above, total: 1, unit: total }
}
