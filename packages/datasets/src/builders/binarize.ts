/** Turns classes into positive and negative rows. */
import { DataError } from '../data-error.ts'
import type { BinaryImageSet, ImageSet } from '../image-set.ts'

/** Classes by name (in any case) or by index; without names, a class is called by its index. */
export interface ClassChoice {
  readonly positive: readonly (string | number)[]
  /** Default: all other classes. */
  readonly negative?: readonly (string | number)[]
}

/**
 * The images of the chosen classes, in their order, labelled 1 (positive) or 0 (negative). Images of other
 * classes are left out.
 *
 * @throws RangeError if a class is unknown, or chosen both as positive and as negative
 * @throws DataError if a chosen class, or every negative class, has no image
 */
export function binarize(set: ImageSet, { positive, negative }: ClassChoice): BinaryImageSet {
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
export function binarizeHalves(set: ImageSet): BinaryImageSet {
  const last = Math.floor(new Set(set.labels).size / 2) - 1
  const halves = choose(set, (label) => (label > last ? 1 : 0))
  if (!halves.labels.includes(0)) throw missing('a class in the lower half')
  return halves
}

function countClasses({ labels, classNames = [] }: ImageSet): number[] {
  const counts: number[] = classNames.map(() => 0)
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1
  return Array.from(counts, (count) => count ?? 0)
}

function classIndex(label: string | number, names: readonly string[]): number {
  const wanted = String(label).toLowerCase()
  const index =
    typeof label === 'number' ? label : names.findIndex((name) => name.toLowerCase() === wanted)
  if (names[index] !== undefined) return index
  throw new RangeError(`there is no class "${label}"; the classes are ${names.join(', ')}`)
}

function choose(set: ImageSet, labelOf: (label: number) => 0 | 1 | undefined): BinaryImageSet {
  const indices: number[] = []
  const labels: number[] = []
  set.labels.forEach((label, index) => {
    const binary = labelOf(label)
    if (binary === undefined) return
    indices.push(index)
    labels.push(binary)
  })
  const [, h, w, c] = set.shape
  return {
    images: set.images,
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
