/** The average precision. */
import { forEachThreshold } from './thresholds.ts'
import { weightedClasses } from './weighted-classes.ts'

/** Options of `averagePrecision`. */
export interface AveragePrecisionOptions {
  /** `[n]`, ≥ 0, one per sample; 1 each when left out. */
  readonly weights?: ArrayLike<number>
}

/**
 * `Σ (R_k − R_{k−1}) P_k` over the distinct scores from the highest to the lowest, where R_k and P_k are recall and
 * precision if score k and all above count as positive. O(n log n). Chance level is the share of positives, not ½.
 *
 * Tied samples count all at once: this is scikit-learn's definition, without the interpolation that VOC has.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive; only their order matters
 * @returns a number in (0, 1]
 * @throws RangeError as `rocAuc` does
 * @example
 * averagePrecision([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // 0.8333…
 */
export function averagePrecision(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { weights }: AveragePrecisionOptions = {},
): number {
  const classes = weightedClasses(labels, scores, weights)
  let last = 0
  let sum = 0
  forEachThreshold(classes, (truePositives, falsePositives) => {
    sum += (truePositives - last) * (truePositives / (truePositives + falsePositives))
    last = truePositives
  })
  // Sums of weights are rounded, and could carry a perfect order beyond 1.
  return Math.min(1, sum / last)
}
