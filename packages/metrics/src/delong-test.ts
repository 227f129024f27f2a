/** Comparison of two AUCs on the same samples. */
import { standardErrors } from './delong-interval.ts'
import { aucAndVariance, clustersOf } from './delong-variance.ts'
import { normalUpperTail } from './normal-distribution.ts'
import { type Placements, placements } from './placements.ts'

/** The difference of two AUCs and how sure it is. */
export interface DelongTest {
  /** AUC of A minus AUC of B. */
  readonly difference: number
  readonly standardError: number
  /** difference / standardError; NaN where the variance is 0 and the AUCs differ. */
  readonly z: number
  /** Two-sided. NaN where z is. */
  readonly pValue: number
  /** Confidence interval of the difference. */
  readonly lower: number
  readonly upper: number
}

/** Options of `delongTest`. */
export interface DelongTestOptions {
  /** Confidence level of the interval, in (0, 1). */
  readonly level?: number
  /** `[n]`, what the samples that depend on each other share, such as the patient of an image; left out: none do. */
  readonly clusters?: ArrayLike<number | string>
}

/**
 * DeLong's paired test of two models that scored the same samples. O(n log n).
 *
 * Two models that order all pairs alike have z = 0 and p = 1. A difference without variance, as between
 * a perfect and a reversed order, cannot be tested: z and p are NaN. With `clusters` the variance is Obuchowski's.
 *
 * @param labels `[n]`, 0 or 1
 * @param scoresA `[n]`, higher means more positive
 * @param scoresB `[n]`, of the same samples; need not have the scale of `scoresA`
 * @throws RangeError as `delongInterval` does
 * @see DeLong et al., Comparing the areas under correlated ROC curves, Biometrics 44, 1988;
 *   Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997
 * @example
 * delongTest([0, 0, 0, 1, 1], [1, 2, 4, 3, 5], [1, 5, 2, 3, 4]).difference // 1/6
 */
export function delongTest(
  labels: ArrayLike<number>,
  scoresA: ArrayLike<number>,
  scoresB: ArrayLike<number>,
  { level = 0.95, clusters }: DelongTestOptions = {},
): DelongTest {
  const reach = standardErrors(level)
  const a = placements(labels, scoresA)
  const b = placements(labels, scoresB)
  const { auc: difference, variance } = aucAndVariance(
    minus(a, b),
    clusters && clustersOf(labels, clusters),
  )
  const standardError = Math.sqrt(variance)
  const z = difference === 0 ? 0 : variance === 0 ? Number.NaN : difference / standardError
  return {
    difference,
    standardError,
    z,
    pValue: 2 * normalUpperTail(Math.abs(z)),
    lower: Math.max(-1, difference - reach * standardError),
    upper: Math.min(1, difference + reach * standardError),
  }
}

function minus(a: Placements, b: Placements): Placements {
  return {
    positive: a.positive.map((count, i) => count - (b.positive[i] as number)),
    negative: a.negative.map((count, i) => count - (b.negative[i] as number)),
  }
}
