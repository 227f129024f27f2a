/** Shares of samples on the right side of a threshold. */
import { checkInputs } from './check-inputs.ts'

/** Options of `accuracy` and `balancedAccuracy`. */
export interface AccuracyOptions {
  /** A sample with score ≥ threshold counts as positive. ½ suits probabilities; for logits it is 0. */
  readonly threshold?: number
}

/**
 * `(true positives + true negatives) / n`. With 1 % positives, "all are negative" already has 0.99.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @returns a number in [0, 1]
 * @throws RangeError as `rocAuc` does, or if the threshold is NaN
 * @example
 * accuracy([0, 0, 0, 1], [0.1, 0.6, 0.2, 0.7]) // 0.75
 */
export function accuracy(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { threshold = 0.5 }: AccuracyOptions = {},
): number {
  const { truePositives, trueNegatives } = countTrue(labels, scores, threshold)
  return (truePositives + trueNegatives) / labels.length
}

/**
 * `(true positives / positives + true negatives / negatives) / 2`: ½ for any constant answer.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @returns a number in [0, 1]
 * @throws RangeError as `accuracy` does
 * @see Brodersen et al., The balanced accuracy and its posterior distribution, ICPR 2010
 * @example
 * balancedAccuracy([0, 0, 0, 1], [0.1, 0.6, 0.2, 0.7]) // 0.8333…
 */
export function balancedAccuracy(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { threshold = 0.5 }: AccuracyOptions = {},
): number {
  const { positives, truePositives, trueNegatives } = countTrue(labels, scores, threshold)
  return (truePositives / positives + trueNegatives / (labels.length - positives)) / 2
}

function countTrue(labels: ArrayLike<number>, scores: ArrayLike<number>, threshold: number) {
  if (Number.isNaN(threshold)) throw new RangeError('threshold must be a number, got NaN')
  const numbers = checkInputs(labels, scores)
  const counts = { positives: 0, truePositives: 0, trueNegatives: 0 }
  for (let i = 0; i < numbers.length; i++) {
    const above = (numbers[i] as number) >= threshold
    if (labels[i] === 1) counts.positives++
    if (labels[i] === 1 && above) counts.truePositives++
    if (labels[i] === 0 && !above) counts.trueNegatives++
  }
  return counts
}
