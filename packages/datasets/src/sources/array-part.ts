/** Data sets whose images are arrays of one size. */
import type { ImageSource, SourcePart } from '../source.ts'

export interface ArrayPart {
  /** All images, `[n, h, w, c]`; or a function that reads one, `[h, w, c]`. */
  readonly pixels: Uint8Array | ((index: number) => Promise<Uint8Array>)
  readonly shape: readonly [n: number, h: number, w: number, c: number]
  /** `[n, labelNames.length]` */
  readonly labels: ArrayLike<number>
  /** Default: `['class']`. */
  readonly labelNames?: readonly string[] | undefined
  readonly classNames?: readonly string[] | undefined
  id(index: number): string
}

/**
 * A part of a data set. Its images are views of `pixels`, not copies.
 *
 * @throws RangeError if there are not as many labels as `shape` and `labelNames` ask for
 */
export function arrayPart(part: ArrayPart): SourcePart {
  const { pixels, labelNames = ['class'], classNames, id } = part
  const [count, h, w, c] = part.shape
  if (part.labels.length !== count * labelNames.length)
    throw new RangeError(
      `${count} images need ${count * labelNames.length} labels, got ${part.labels.length}`,
    )
  const size = h * w * c
  const read =
    typeof pixels === 'function'
      ? pixels
      : async (index: number) => pixels.subarray(index * size, (index + 1) * size)
  return {
    count,
    labelNames,
    labels: Float32Array.from(part.labels),
    ...(classNames && { classNames }),
    id,
    async image(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < count))
        throw new RangeError(`there is no row ${index} in a part of ${count}`)
      return { pixels: await read(index), shape: [h, w, c] }
    },
  }
}

/** A data set in memory: closing it has nothing to do. */
export function arraySource(
  name: string,
  parts: Readonly<Record<string, SourcePart>>,
  notes: readonly string[],
): ImageSource {
  return { name, parts, notes, close: async () => {} }
}
