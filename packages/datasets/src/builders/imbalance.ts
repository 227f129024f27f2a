/** Makes data imbalanced the way LibAUC does. */

import { rowsByClass } from '../samplers/rows-by-class.ts'
import { numpyPermutation } from './numpy-permutation.ts'

/**
 * The rows that remain when positives are removed until they are a share `imratio` of all rows: every negative
 * and ⌊imratio / (1 − imratio) · negatives⌋ random positives, in random order. An imratio of 0.5 removes nothing.
 * Equal, index by index, to LibAUC's `ImbalancedDataGenerator` with `random_seed=seed`, except that asking for
 * more positives than there are is an error.
 *
 * @param labels `[n]`, 0 or 1
 * @param options `imratio` in (0, 0.5]
 * @throws RangeError if `imratio` is out of range, or asks for more positives than there are or for none
 * @throws DataError if a class has no row
 * @see LibAUC, libauc/utils/generator.py (1.2.0); Yuan et al., ICCV 2021, section 5
 * @example
 * const train = subset(all, imbalance(all.labels, { imratio: 0.1, seed: 0 }))
 */
export function imbalance(
  labels: ArrayLike<number>,
  { imratio, seed }: { readonly imratio: number; readonly seed: number },
): Int32Array {
  if (!(imratio > 0 && imratio <= 0.5))
    throw new RangeError(`imratio must be in (0, 0.5], got ${imratio}`)
  const { positives, negatives } = rowsByClass(labels)
  const rows = numpyPermutation(labels.length, seed)
  const kept =
    imratio === 0.5
      ? rows
      : thin(rows, labels, checkedCount(imratio, positives.length, negatives.length))
  // LibAUC seeds again before this second shuffle.
  return numpyPermutation(kept.length, seed).map((i) => kept[i] as number)
}

/** All negatives of `rows`, then the first `count` positives. */
function thin(rows: Int32Array, labels: ArrayLike<number>, count: number): Int32Array {
  const positives = rows.filter((row) => labels[row] === 1)
  const negatives = rows.filter((row) => labels[row] === 0)
  return Int32Array.from([...negatives, ...positives.subarray(0, count)])
}

function checkedCount(imratio: number, positives: number, negatives: number): number {
  const count = imbalancedPositives(imratio, negatives)
  if (count > positives)
    throw new RangeError(
      `imratio ${imratio} asks for ${count} positives beside ${negatives} negatives, but there are only ` +
        `${positives}; the highest imratio that can be reached is ${imratioFor(positives, negatives)}`,
    )
  if (count === 0)
    throw new RangeError(
      `imratio ${imratio} leaves no positive beside ${negatives} negatives; ` +
        `the lowest that leaves one is ${imratioFor(1, negatives)}`,
    )
  return count
}

/** How many positives {@link imbalance} leaves beside `negatives`, if there are as many. */
export function imbalancedPositives(imratio: number, negatives: number): number {
  return Math.trunc((imratio / (1 - imratio)) * negatives)
}

/** The shortest decimal number at which `count` positives remain. */
function imratioFor(count: number, negatives: number): number {
  const exact = count / (count + negatives)
  for (let scale = 100; ; scale *= 10)
    for (const units of [Math.round(exact * scale), Math.floor(exact * scale) + 1])
      if (imbalancedPositives(units / scale, negatives) === count) return units / scale
}
