/** The ROC curve. */
import { forEachScore } from './sorted-classes.ts'
import { weightedClasses } from './weighted-classes.ts'

/** Points of a ROC curve, from (0, 0) to (1, 1). */
export interface RocCurve {
  /** `[points]`, ascending from 0 to 1. */
  readonly falsePositiveRate: Float64Array
  /** `[points]`, ascending from 0 to 1. */
  readonly truePositiveRate: Float64Array
  /** `[points]`, descending: a sample with score ≥ threshold counts as positive. The first is Infinity. */
  readonly thresholds: Float64Array
}

/** Options of `rocCurve`. */
export interface RocCurveOptions {
  /** `[n]`, ≥ 0, one per sample; 1 each when left out. */
  readonly weights?: ArrayLike<number>
  /** Leave out points on a straight line between others: the same curve with fewer points. */
  readonly dropCollinear?: boolean
}

/**
 * The ROC curve, one point for every distinct score. O(n log n).
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @throws RangeError as `rocAuc` does
 * @example
 * rocCurve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
 * // falsePositiveRate 0, 0, 0.5, 0.5, 1; truePositiveRate 0, 0.5, 0.5, 1, 1; thresholds ∞, 0.8, 0.4, 0.35, 0.1
 */
export function rocCurve(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { weights, dropCollinear = true }: RocCurveOptions = {},
): RocCurve {
  const { positive, negative } = weightedClasses(labels, scores, weights)
  const x = [0]
  const y = [0]
  const thresholds = [Number.POSITIVE_INFINITY]
  forEachScore(positive.scores, negative.scores, (p, positiveEnd, n) => {
    if (dropCollinear && endsOnLine(x, y, negative.above(n), positive.above(p))) {
      for (const list of [x, y, thresholds]) list.pop()
    }
    x.push(negative.above(n))
    y.push(positive.above(p))
    thresholds.push((p < positiveEnd ? positive.scores[p] : negative.scores[n]) as number)
  })
  return {
    falsePositiveRate: Float64Array.from(x, (weight) => weight / negative.total),
    truePositiveRate: Float64Array.from(y, (weight) => weight / positive.total),
    thresholds: Float64Array.from(thresholds),
  }
}

/** Whether the last point lies on the line from the one before it to (nextX, nextY). */
function endsOnLine(x: number[], y: number[], nextX: number, nextY: number): boolean {
  const last = x.length - 1
  if (last < 1) return false
  const [x0, y0, x1, y1] = [x[last - 1], y[last - 1], x[last], y[last]] as [
    number,
    number,
    number,
    number,
  ]
  return (x1 - x0) * (nextY - y1) === (nextX - x1) * (y1 - y0)
}
