/** The area under a part of the ROC curve. */
import { rocCurve } from './roc-curve.ts'

/** A part of the ROC curve: a range of one of the two rates, ascending and in [0, 1]. */
export type RateRange =
  | { readonly falsePositiveRate: readonly [from: number, to: number] }
  | { readonly truePositiveRate: readonly [from: number, to: number] }

/** Options of `partialRocAuc`. */
export interface PartialRocAucOptions {
  /** Scale by McClish's formula: ½ for the diagonal, 1 for a perfect order, whatever the range. */
  readonly standardize?: boolean
  /** `[n]`, ≥ 0, one per sample; 1 each when left out. */
  readonly weights?: ArrayLike<number>
}

/**
 * Area under the ROC curve over a range of false positive rates, `∫ TPR dFPR`, or beside it over a range of true
 * positive rates, `∫ (1 − FPR) dTPR`; between its points the curve is straight. O(n log n).
 *
 * Standardised it is `½ (1 + (area − chance) / (width − chance))`, where chance is the area of the diagonal over the
 * range: below ½ where the curve is below the diagonal. Over `falsePositiveRate: [0, x]` that is scikit-learn's
 * `roc_auc_score(max_fpr=x)`; without it, the area is pROC's `auc(partial.auc = …)`.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @throws RangeError as `rocAuc` does, or if the range is not one of 0 ≤ from < to ≤ 1
 * @see McClish, Analyzing a portion of the ROC curve, Medical Decision Making 9, 1989
 * @example
 * partialRocAuc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], { falsePositiveRate: [0, 0.5] }) // 0.6666…
 */
export function partialRocAuc(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  range: RateRange,
  { standardize = true, ...options }: PartialRocAucOptions = {},
): number {
  const [from, to] = boundsOf(range)
  const curve = rocCurve(labels, scores, options)
  const specificity = curve.falsePositiveRate.map((rate) => 1 - rate)
  const overFalse = 'falsePositiveRate' in range
  const area = overFalse
    ? areaBetween(curve.falsePositiveRate, curve.truePositiveRate, from, to)
    : areaBetween(curve.truePositiveRate, specificity, from, to)
  if (!standardize) return area
  const width = to - from
  const middle = (from + to) / 2
  const chance = width * (overFalse ? middle : 1 - middle)
  return (1 + (area - chance) / (width - chance)) / 2
}

function boundsOf(range: RateRange): readonly [number, number] {
  const ranges = Object.values(range)
  const [from, to] = ranges[0] ?? [Number.NaN, Number.NaN]
  if (ranges.length !== 1 || !(from >= 0 && from < to && to <= 1))
    throw new RangeError(
      `the range must be one of 0 ≤ from < to ≤ 1 of either rate, got ${JSON.stringify(range)}`,
    )
  return [from, to]
}

/** `∫ y dx` from `from` to `to` along straight lines between points with ascending x. */
function areaBetween(x: Float64Array, y: Float64Array, from: number, to: number): number {
  let area = 0
  for (let i = 1; i < x.length; i++) {
    const [x0, y0, x1, y1] = [x[i - 1], y[i - 1], x[i], y[i]] as [number, number, number, number]
    const start = Math.max(x0, from)
    const end = Math.min(x1, to)
    if (end <= start) continue
    const slope = (y1 - y0) / (x1 - x0)
    area += (end - start) * (y0 + slope * ((start + end) / 2 - x0))
  }
  return area
}
