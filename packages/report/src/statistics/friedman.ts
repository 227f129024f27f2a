/** Whether several methods differ at all, over data sets. */
import { chiSquareUpperTail } from './chi-square.ts'
import { midranks } from './midranks.ts'
import { mean } from './moments.ts'

/** Ranks of methods, and how likely they are if no method is better. */
export interface FriedmanTest {
  /** `[methods]`, mean rank; 1 is best, the highest score. */
  readonly meanRanks: readonly number[]
  readonly statistic: number
  /** From the chi-square distribution with methods − 1 degrees of freedom; 1 where all scores of each row are equal. */
  readonly pValue: number
}

/**
 * Friedman's rank test, corrected for ties.
 *
 * @param scores one row per data set, `[methods]` each, higher is better
 * @throws RangeError for no row, fewer than three methods, or rows of different lengths
 * @see Friedman, JASA 32, 1937; Demšar, Statistical comparisons of classifiers over multiple data sets, JMLR 7, 2006
 */
export function friedmanTest(scores: readonly (readonly number[])[]): FriedmanTest {
  const n = scores.length
  const k = scores[0]?.length ?? 0
  if (k < 3) throw new RangeError('the Friedman test needs data of three methods at least')
  if (scores.some((row) => row.length !== k)) throw new RangeError('rows must be equally long')
  const ranks = scores.map((row) => midranks(row.map((score) => -score)))
  const meanRanks = Array.from({ length: k }, (_, j) => mean(ranks.map((row) => row[j] as number)))
  const spread = n * meanRanks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0)
  const within = mean(ranks.map((row) => row.reduce((sum, r) => sum + (r - (k + 1) / 2) ** 2, 0)))
  if (within === 0) return { meanRanks, statistic: 0, pValue: 1 }
  const statistic = ((k - 1) * spread) / within
  return { meanRanks, statistic, pValue: chiSquareUpperTail(statistic, k - 1) }
}
