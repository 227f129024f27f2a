/** The exact test that differences are symmetric about zero. */

/** Pairs beyond which the sums no longer fit into memory. */
const most = 40

/**
 * Two-sided p-value of the mean of paired differences: the share of the 2ⁿ ways to choose their signs whose sum is at
 * least as far from zero. At least 2/2ⁿ: 0.25 for three pairs, 0.031 for six.
 *
 * @param differences `[n]`, n ≤ 40; of none at all the p-value is 1
 * @throws RangeError for more than 40 differences, or one that is not finite
 * @see Fisher, The design of experiments, 1935, section 21
 */
export function signFlipTest(differences: readonly number[]): number {
  if (differences.length > most)
    throw new RangeError(`the sign-flip test takes ${most} differences at most`)
  if (!differences.every(Number.isFinite)) throw new RangeError('differences must be finite')
  const size = differences.reduce((total, difference) => total + Math.abs(difference), 0)
  const sum = Math.abs(differences.reduce((total, difference) => total + difference, 0))
  // Sums that differ by rounding alone are equal.
  const reach = sum - 1e-12 * size
  if (reach <= 0) return 1
  const half = differences.length >> 1
  const left = signedSums(differences.slice(0, half))
  const right = signedSums(differences.slice(half)).sort()
  let beyond = 0
  for (const value of left) beyond += right.length - countBelow(right, reach - value)
  return (2 * beyond) / (left.length * right.length)
}

/** The sums of all choices of signs. */
function signedSums(differences: readonly number[]): Float64Array {
  const sums = new Float64Array(2 ** differences.length)
  for (const [i, difference] of differences.entries())
    for (let at = 0, filled = 2 ** i; at < filled; at++) {
      const sum = sums[at] as number
      sums[at] = sum + difference
      sums[at + filled] = sum - difference
    }
  return sums
}

function countBelow(ascending: Float64Array, bound: number): number {
  let [from, to] = [0, ascending.length]
  while (from < to) {
    const middle = (from + to) >> 1
    if ((ascending[middle] as number) < bound) from = middle + 1
    else to = middle
  }
  return from
}
