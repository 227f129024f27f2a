/** Makes data long-tailed the way the LDAM authors do: class sizes fall exponentially. */
import { DataError } from '../data-error.ts'
import { groupByClass } from './group-by-class.ts'
import { numpyPermutations } from './numpy-permutation.ts'

/** Options of {@link longTail}. */
export interface LongTailOptions {
  /** Size of the smallest class over that of the largest one, in (0, 1]. 1 leaves all classes as large as each other. */
  readonly imratio: number
  /** Integer in [0, 2³² − 1], as NumPy's; the authors use 0. */
  readonly seed: number
}

/**
 * The rows that remain when class c of C, by ascending label, keeps random ones only:
 *
 *     n_c = ⌊ n/C · imratio^(c/(C−1)) ⌋,  n all rows
 *
 * Equal, row by row, to what `IMBALANCECIFAR10` and `IMBALANCECIFAR100` of the authors keep with `imb_type='exp'`,
 * `imb_factor=imratio` and `rand_number=seed`, and in their order: one class after the other, each in random order.
 *
 * @param labels `[n]`, the class of each row
 * @throws RangeError if `imratio` or `seed` is out of range, or a class has fewer rows than it should keep or would keep none
 * @throws DataError if there are not two classes
 * @see Cao et al., Learning imbalanced datasets with label-distribution-aware margin loss, NeurIPS 2019, and
 *   github.com/kaidic/LDAM-DRW, imbalance_cifar.py; sizes as in Cui et al., CVPR 2019
 * @example
 * const train = subset(all, longTail(all.labels, { imratio: 0.01, seed: 0 }))
 */
export function longTail(
  labels: ArrayLike<number>,
  { imratio, seed }: LongTailOptions,
): Int32Array {
  if (!(imratio > 0 && imratio <= 1))
    throw new RangeError(`imratio must be in (0, 1], got ${imratio}`)
  const classes = groupByClass(labels)
  if (classes.length < 2)
    throw new DataError(`the labels hold ${classes.length} classes`, {
      remedy: 'Choose data of two classes or more',
    })
  const largest = labels.length / classes.length
  const permutation = numpyPermutations(seed)
  const kept = classes.map((rows, c) => {
    const count = Math.trunc(largest * imratio ** (c / (classes.length - 1)))
    checkCount(count, rows, labels[rows[0] as number] as number, imratio)
    const order = permutation(rows.length).subarray(0, count)
    return Array.from(order, (at) => rows[at] as number)
  })
  return Int32Array.from(kept.flat())
}

function checkCount(count: number, rows: readonly number[], label: number, imratio: number): void {
  if (count >= 1 && count <= rows.length) return
  throw new RangeError(
    count === 0
      ? `imratio ${imratio} leaves no row of class ${label}`
      : `imratio ${imratio} asks for ${count} rows of class ${label}, which has only ${rows.length}`,
  )
}
