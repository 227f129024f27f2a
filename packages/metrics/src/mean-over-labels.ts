/** Macro averages: the mean of a metric over several labels. */
import { checkLength } from './check-inputs.ts'
import { rocAuc } from './roc-auc.ts'

/** The mean and what it is made of. */
export interface MeanOverLabels {
  readonly mean: number
  /** `[columns]`, NaN where a label was skipped. */
  readonly values: Float64Array
}

/** Options of `meanOverLabels`. */
export interface MeanOverLabelsOptions {
  /** The metric of one label. */
  readonly metric?: (labels: ArrayLike<number>, scores: ArrayLike<number>) => number
  /** What to do with a label that only positives or only negatives have: an error, or a mean without it. */
  readonly oneClass?: 'error' | 'skip'
}

/**
 * Mean of a metric over labels, each with the same weight: of `rocAuc`, the macro AUC.
 *
 * @param labels `[n, columns]` row by row, 0 or 1: whether a sample has each label. For classes, one-hot
 * @param scores `[n, columns]` row by row
 * @param columns number of labels
 * @throws RangeError that names the label for which the metric throws one, such as a label with one class only; if all
 *   are skipped; or if the arrays are not of one size and made of rows
 * @example
 * meanOverLabels([1, 0, 0, 1, 0, 1], [0.9, 0.3, 0.4, 0.8, 0.1, 0.2], 2) // mean 0.75, values 1, 0.5
 */
export function meanOverLabels(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  columns: number,
  { metric = rocAuc, oneClass = 'error' }: MeanOverLabelsOptions = {},
): MeanOverLabels {
  checkLength('scores', scores, labels)
  if (!(Number.isInteger(columns) && columns > 0 && labels.length % columns === 0))
    throw new RangeError(`${labels.length} labels do not make rows of ${columns}`)
  const values = new Float64Array(columns).fill(Number.NaN)
  let used = 0
  let sum = 0
  for (let c = 0; c < columns; c++) {
    const column = columnOf(labels, columns, c)
    if (oneClass === 'skip' && hasOneClass(column)) continue
    const value = naming(c, () => metric(column, columnOf(scores, columns, c)))
    values[c] = value
    sum += value
    used++
  }
  if (used === 0) throw new RangeError('no label has both classes')
  return { mean: sum / used, values }
}

function columnOf(table: ArrayLike<number>, columns: number, c: number) {
  const type = table instanceof Float32Array ? Float32Array : Float64Array
  const column = new type(table.length / columns)
  for (let row = 0; row < column.length; row++) column[row] = table[row * columns + c] as number
  return column
}

function hasOneClass(column: Float32Array | Float64Array): boolean {
  const [first] = column
  return (first === 0 || first === 1) && column.every((label) => label === first)
}

function naming(c: number, compute: () => number): number {
  try {
    return compute()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new RangeError(`label ${c}: ${error.message}`, { cause: error })
  }
}
