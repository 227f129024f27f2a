/** The signed-rank test, for differences on data sets whose scales cannot be compared. */
import { midranks } from './midranks.ts'
import { signFlipTest } from './sign-flip.ts'

/**
 * Exact two-sided p-value of Wilcoxon's signed-rank test: the sign-flip test of signed ranks. Zeros are left out; equal
 * sizes share their rank.
 *
 * @param differences `[n]`, at most 40 of them not zero
 * @throws RangeError as `signFlipTest`
 * @see Wilcoxon, Individual comparisons by ranking methods, Biometrics Bulletin 1, 1945; Demšar, JMLR 7, 2006
 */
export function wilcoxonTest(differences: readonly number[]): number {
  const moved = differences.filter((difference) => difference !== 0)
  const ranks = midranks(moved.map(Math.abs))
  return signFlipTest(
    moved.map((difference, i) => Math.sign(difference) * (ranks[i] ?? Number.NaN)),
  )
}
