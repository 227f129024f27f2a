/** Separates the two classes of binary labels. */
import { DataError } from '../data-error.ts'

/**
 * The rows of each class, in order.
 *
 * @param labels `[n]`, 0 or 1
 * @throws RangeError if a label is neither 0 nor 1
 * @throws DataError if a class has no row
 */
export function rowsByClass(labels: ArrayLike<number>): {
  positives: Int32Array
  negatives: Int32Array
} {
  const rows: [number[], number[]] = [[], []]
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]
    if (label !== 0 && label !== 1)
      throw new RangeError(`row ${row} has label ${label}; binary labels are 0 or 1`)
    rows[label].push(row)
  }
  const [negatives, positives] = rows
  if (negatives.length === 0 || positives.length === 0)
    throw new DataError(`the labels hold no ${positives.length ? 'negative' : 'positive'} row`, {
      remedy: 'Choose classes so that both kinds occur',
    })
  return { positives: Int32Array.from(positives), negatives: Int32Array.from(negatives) }
}
