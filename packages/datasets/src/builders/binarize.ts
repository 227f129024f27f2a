/** Turns classes into positive and negative rows. */
import { DataError } from '../data-error.ts'
import type { ImageSet } from '../image-set.ts'
import type { LoadableRows } from '../loader/loadable-rows.ts'

/** Classes by name (in any case) or by index; without names, a class is called by its index. */
export interface ClassChoice {
  readonly positive: readonly (string | number)[]
  /** Default: all other classes. */
  readonly negative?: readonly (string | number)[]
}

/** Rows of one class each: a set in memory, or a part of a prepared folder. */
export type ClassedRows = Pick<ImageSet, 'shape' | 'classNames'> &
  Pick<LoadableRows, 'images' | 'labels'> &
  Partial<Pick<LoadableRows, 'indices'>>

/** Rows of two classes over the images of `Rows`: a `BinaryImageSet` where these lie in memory. */
export type BinaryRows<Rows extends ClassedRows> = Pick<Rows, 'images'> &
  Pick<LoadableRows, 'shape' | 'indices'> & { readonly labels: Uint8Array }

/**
 * The images of the chosen classes, in their order, labelled 1 (positive) or 0 (negative). Images of other
 * classes are left out.
 *
 * @throws RangeError if a class is unknown, or chosen both as positive and as negative
 * @throws DataError if a chosen class, or every negative class, has no image
 */
export function binarize<Rows extends ClassedRows>(
  set: Rows,
  { positive, negative }: ClassChoice,
): BinaryRows<Rows> {
  const counts = countClasses(set)
  const names = set.classNames ?? Array.from(counts, (_, index) => String(index))
  const positives = new Set(positive.map((label) => classIndex(label, names)))
  const negatives = negative
    ? new Set(negative.map((label) => classIndex(label, names)))
    : new Set([...counts.keys()].filter((index) => counts[index] && !positives.has(index)))
  const both = [...positives].find((index) => negatives.has(index))
  if (both !== undefined)
    throw new RangeError(`class "${names[both]}" cannot be both positive and negative`)
  if (positives.size === 0) throw new RangeError('choose at least one positive class')
  if (negatives.size === 0) throw missing('a negative class')
  for (const index of [...positives, ...negatives])
    if (!counts[index]) throw missing(`class "${names[index]}"`)
  return choose(set, (label) => (positives.has(label) ? 1 : negatives.has(label) ? 0 : undefined))
}

/**
 * The upper half of the classes as positive rows, the lower half as negative ones, as LibAUC does: where C
 * different classes occur, labels above ⌊C / 2⌋ − 1 are positive.
 *
 * @throws DataError if no image is of the lower half
 * @see LibAUC, libauc/utils/generator.py, `ImbalancedDataGenerator`
 */
export function binarizeHalves<Rows extends ClassedRows>(set: Rows): BinaryRows<Rows> {
  const last = Math.floor(new Set(Array.from(set.labels)).size / 2) - 1
  const halves = choose(set, (label) => (label > last ? 1 : 0))
  if (!halves.labels.includes(0)) throw missing('a class in the lower half')
  return halves
}

function countClasses({ labels, classNames = [] }: ClassedRows): number[] {
  const counts: number[] = classNames.map(() => 0)
  for (const label of Array.from(labels)) counts[label] = (counts[label] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}

function classIndex(label: string | number, names: readonly string[]): number {
  const wanted = String(label).toLowerCase()
  const index =
    typeof label === 'number' ? label : names.findIndex((name) => name.toLowerCase() === wanted)
  if (names[index] !== undefined) return index
  throw new RangeError(`there is no class "${label}"; the classes are ${names.join(', ')}`)
}

function choose<Rows extends ClassedRows>(
  { images, shape: [, h, w, c], labels: classes, indices: shown }: Rows,
  labelOf: (label: number) => 0 | 1 | undefined,
): BinaryRows<Rows> {
  const indices: number[] = []
  const labels: number[] = []
  for (const [row, label] of Array.from(classes).entries()) {
    const binary = labelOf(label)
    if (binary === undefined) continue
    indices.push(shown?.[row] ?? row)
    labels.push(binary)
  }
  return {
    images,
    shape: [indices.length, h, w, c],
    labels: Uint8Array.from(labels),
    indices: Int32Array.from(indices),
  }
}

function missing(what: string): DataError {
  return new DataError(`the data hold no image of ${what}`, {
    remedy: 'Choose classes that occur, or check the file with the labels',
  })
}
