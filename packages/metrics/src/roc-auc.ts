/** The area under the ROC curve. */
import { forEachScore } from './sorted-classes.ts'
import { weightedClasses } from './weighted-classes.ts'

/** Options of `rocAuc`. */
export interface RocAucOptions {
  /** `[n]`, ≥ 0, one per sample; 1 each when left out. */
  readonly weights?: ArrayLike<number>
}

/**
 * Exact AUC, `P(score₊ > score₋) + ½ P(score₊ = score₋)` over all pairs of a positive and a negative, each pair
 * with the product of its weights. O(n log n).
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive; only their order matters, ±Infinity included
 * @returns a number in [0, 1]
 * @throws RangeError if lengths differ, a label is not 0 or 1, a class is missing, a score is NaN, or weights are
 *   negative, not finite or 0 for a whole class
 * @see Hanley and McNeil, The meaning and use of the area under a ROC curve, Radiology 143, 1982
 * @example
 * rocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // 0.75
 */
export function rocAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { weights }: RocAucOptions = {},
): number {
  const { positive, negative } = weightedClasses(labels, scores, weights)
  let twice = 0
  forEachScore(positive.scores, negative.scores, (p0, p1, n0, n1) => {
    twice += (negative.above(n0) - negative.above(n1)) * (positive.above(p0) + positive.above(p1))
  })
  // Sums of weights are rounded, and could carry a perfect order beyond 1.
  return Math.min(1, twice / 2 / (positive.total * negative.total))
}
