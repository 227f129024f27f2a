/** The precision-recall curve. */
import { forEachThreshold } from './thresholds.ts'
import { weightedClasses } from './weighted-classes.ts'

/** Points of a precision-recall curve, from recall 0 to recall 1. */
export interface PrecisionRecallCurve {
  /** `[points]`, true positives / all positives, ascending from 0 to 1. */
  readonly recall: Float64Array
  /** `[points]`, true positives / all that count as positive; 1 at the first point, where none do. */
  readonly precision: Float64Array
  /** `[points]`, descending: a sample with score ≥ threshold counts as positive. The first is Infinity. */
  readonly thresholds: Float64Array
}

/** Options of `precisionRecallCurve`. */
export interface PrecisionRecallCurveOptions {
  /** `[n]`, ≥ 0, one per sample; 1 each when left out. */
  readonly weights?: ArrayLike<number>
}

/**
 * The precision-recall curve, one point for every distinct score. O(n log n).
 *
 * These are scikit-learn's points, in the order of `rocCurve`: it lists them from recall 1 to recall 0. Do not join them
 * by straight lines, which promise more than any threshold gives; `averagePrecision` is the area of their steps.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @throws RangeError as `rocAuc` does
 * @see Davis and Goadrich, The relationship between precision-recall and ROC curves, ICML 2006
 * @example
 * precisionRecallCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
 * // recall 0, 0.5, 0.5, 1, 1; precision 1, 1, 0.5, 0.666…, 0.5; thresholds ∞, 0.8, 0.4, 0.35, 0.1
 */
export function precisionRecallCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { weights }: PrecisionRecallCurveOptions = {},
): PrecisionRecallCurve {
  const classes = weightedClasses(labels, scores, weights)
  const positives = classes.positive.total * classes.positive.unit
  const recall = [0]
  const precision = [1]
  const thresholds = [Number.POSITIVE_INFINITY]
  forEachThreshold(classes, (truePositives, falsePositives, threshold) => {
    recall.push(truePositives / positives)
    precision.push(truePositives / (truePositives + falsePositives))
    thresholds.push(threshold)
  })
  return {
    recall: Float64Array.from(recall),
    precision: Float64Array.from(precision),
    thresholds: Float64Array.from(thresholds),
  }
}
