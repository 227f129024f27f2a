/** Makes class numbers from what files give as labels. */

import { DataError } from '../data-error.ts'
import { byCodePoint } from '../files/by-code-point.ts'

export interface ClassLabels {
  readonly labels: Float32Array
  readonly classNames?: readonly string[]
}

/** Beyond this, float32 does not hold every integer. */
const MAX_CLASSES = 2 ** 24

/**
 * The class of each of `values`: numbers as they are (NaN: not known), names by their place in `classNames`, or in the
 * code-point order of all names if none are given.
 *
 * @param place where value `index` comes from
 * @throws DataError if a number is no index of a class, a name is not one of `classNames`, or names and numbers mix
 */
export function classLabels(
  values: readonly (number | string)[],
  place: (index: number) => string,
  classNames?: readonly string[],
): ClassLabels {
  const given = values.filter((value) => typeof value === 'string')
  const names = classNames ?? (given.length > 0 ? [...new Set(given)].sort(byCodePoint) : undefined)
  const mixed = given.length > 0 && given.length < values.length
  const indices = new Map(names?.map((name, index) => [name, index]))
  const labels = Float32Array.from(values, (value, i) => {
    const label = typeof value === 'string' ? indices.get(value) : value
    if (label !== undefined && !mixed && isClass(label, names?.length ?? MAX_CLASSES)) return label
    const problem = mixed
      ? 'labels are names in some places and numbers in others'
      : `label ${JSON.stringify(value)} is not one of the ${names?.length ?? 'possible'} classes`
    throw new DataError(problem, {
      file: place(i),
      remedy: 'Correct the labels or the class names',
    })
  })
  return { labels, ...(names && { classNames: names }) }
}

function isClass(label: number, count: number): boolean {
  return Number.isNaN(label) || (Number.isInteger(label) && label >= 0 && label < count)
}
