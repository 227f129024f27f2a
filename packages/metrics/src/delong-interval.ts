/** Confidence interval of an AUC. */
import { aucAndVariance, clustersOf } from './delong-variance.ts'
import { normalUpperQuantile } from './normal-distribution.ts'
import { placements } from './placements.ts'

/** An AUC and how sure it is. */
export interface DelongInterval {
  readonly auc: number
  readonly lower: number
  readonly upper: number
  readonly standardError: number
}

/** Options of `delongInterval`. */
export interface DelongIntervalOptions {
  /** Confidence level, in (0, 1). */
  readonly level?: number
  /** `'plain'`: auc ± z·se, cut at 0 and 1. `'logit'`: symmetric for log(auc / (1 − auc)), better near 1. */
  readonly method?: 'plain' | 'logit'
  /** `[n]`, what the samples that depend on each other share, such as the patient of an image; left out: none do. */
  readonly clusters?: ArrayLike<number | string>
}

/**
 * AUC with DeLong's standard error and the confidence interval that follows from it. O(n log n).
 *
 * The standard error is 0, and the interval one point, if the order of the classes is perfect, reversed or all tied:
 * the method cannot tell how far such an AUC is from the truth. With `clusters` the standard error is Obuchowski's,
 * which holds for many clusters (dozens with each class), whatever their sizes.
 *
 * @param labels `[n]`, 0 or 1
 * @param scores `[n]`, higher means more positive
 * @throws RangeError as `rocAuc` does, with fewer than two samples of a class (or clusters that have it), or for a
 *   level outside (0, 1)
 * @see DeLong et al., Comparing the areas under correlated ROC curves, Biometrics 44, 1988; Sun and Xu 2014;
 *   Obuchowski, Nonparametric analysis of clustered ROC curve data, Biometrics 53, 1997
 * @example
 * delongInterval([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]) // auc 0.75, lower 0.057…, upper 1
 */
export function delongInterval(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  { level = 0.95, method = 'plain', clusters }: DelongIntervalOptions = {},
): DelongInterval {
  const reach = standardErrors(level)
  const { auc, variance } = aucAndVariance(
    placements(labels, scores),
    clusters && clustersOf(labels, clusters),
  )
  const standardError = Math.sqrt(variance)
  const [lower, upper] =
    method === 'logit' && standardError > 0
      ? logitInterval(auc, (reach * standardError) / (auc * (1 - auc)))
      : [Math.max(0, auc - reach * standardError), Math.min(1, auc + reach * standardError)]
  return { auc, lower, upper, standardError }
}

/**
 * Half the width of a two-sided normal interval, in standard errors.
 *
 * @throws RangeError for a level outside (0, 1)
 */
export function standardErrors(level: number): number {
  if (!(level > 0 && level < 1)) throw new RangeError(`level must be in (0, 1), got ${level}`)
  return normalUpperQuantile((1 - level) / 2)
}

function logitInterval(auc: number, reach: number): [number, number] {
  const logit = Math.log(auc / (1 - auc))
  return [1 / (1 + Math.exp(reach - logit)), 1 / (1 + Math.exp(-reach - logit))]
}
