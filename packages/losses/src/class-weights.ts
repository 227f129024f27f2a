/** Weights that make up for unequal class sizes. */

/**
 * Weights inversely proportional to the class sizes: wᵧ ∝ 1/nᵧ, scaled to mean 1.
 *
 * @param counts examples of each class, `counts[y]` of class y; for a binary label `[negatives, positives]`
 * @returns weights in the same order
 * @throws RangeError if there is no class, or one without examples
 */
export function inverseFrequencyWeights(counts: readonly number[]): number[] {
  return scaledToMeanOne(checked(counts).map((n) => 1 / n))
}

/**
 * Class-balanced weights by the effective number of samples E(n) = (1 − βⁿ)/(1 − β): wᵧ ∝ 1/E(nᵧ), scaled to mean 1.
 * β = 0 gives equal weights, β → 1 the inverse frequencies.
 *
 * @param counts examples of each class, `counts[y]` of class y; for a binary label `[negatives, positives]`
 * @param beta β in [0, 1). Default 0.9999
 * @returns weights in the same order
 * @throws RangeError if there is no class, or one without examples, or `beta` is out of range
 * @see Cui, Jia, Lin, Song and Belongie, Class-balanced loss based on effective number of samples, CVPR 2019
 */
export function effectiveNumberWeights(
  counts: readonly number[],
  { beta = 0.9999 }: { readonly beta?: number } = {},
): number[] {
  if (!(beta >= 0 && beta < 1)) throw new RangeError(`beta must be in [0, 1), got ${beta}`)
  // expm1 keeps 1 − βⁿ exact for β close to 1.
  return scaledToMeanOne(checked(counts).map((n) => -1 / Math.expm1(n * Math.log(beta))))
}

/** @throws RangeError if there is no class, or one without examples */
export function checked(counts: readonly number[]): readonly number[] {
  if (counts.length === 0) throw new RangeError('counts must hold the size of every class')
  for (const [label, count] of counts.entries())
    if (!(count > 0 && Number.isFinite(count)))
      throw new RangeError(`class ${label} must have examples to be weighed, got ${count}`)
  return counts
}

function scaledToMeanOne(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => (weight * weights.length) / sum)
}
