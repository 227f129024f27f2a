/** Which differences between test AUCs are more than the luck of the test set. */
import { delongTest, holm } from '@deepauc/metrics'
import type { MethodResult } from './run-result.ts'

/** Two methods on the same test images. */
export interface Comparison {
  /** The one with the higher test AUC; on a tie, the one named first. */
  readonly better: MethodResult
  readonly worse: MethodResult
  /** AUC of `better` minus AUC of `worse`. */
  readonly difference: number
  /** Bounds of the 95 % interval of this difference alone. */
  readonly lower: number
  readonly upper: number
  /** Two-sided, after Holm's correction over all pairs; 1 where DeLong's test is undefined. */
  readonly pValue: number
}

/**
 * Paired DeLong tests of every pair of methods, in the order of `methods`.
 *
 * @throws RangeError if two methods were not tested on the same labels
 * @see DeLong, DeLong and Clarke-Pearson, Biometrics 44, 1988
 * @see Holm, Scandinavian Journal of Statistics 6, 1979
 */
export function compareMethods(methods: readonly MethodResult[]): readonly Comparison[] {
  const pairs = methods.flatMap((a, i) => methods.slice(i + 1).map((b) => comparePair(a, b)))
  const corrected = holm(pairs.map(({ pValue }) => pValue))
  return pairs.map((pair, i) => ({ ...pair, pValue: corrected[i] ?? 1 }))
}

function comparePair(a: MethodResult, b: MethodResult): Comparison {
  const labels = a.test.labels
  const other = b.test.labels
  if (labels.length !== other.length || Array.from(labels).some((label, i) => label !== other[i]))
    throw new RangeError(`${a.method} and ${b.method} were not tested on the same labels`)
  const paired = delongTest(labels, a.test.scores, b.test.scores)
  const { difference, lower, upper } = paired
  // NaN: a difference without variance cannot be tested, so nothing may be claimed from it.
  const pValue = Number.isNaN(paired.pValue) ? 1 : paired.pValue
  if (difference >= 0) return { better: a, worse: b, difference, lower, upper, pValue }
  return { better: b, worse: a, difference: -difference, lower: -upper, upper: -lower, pValue }
}
