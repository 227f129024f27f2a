/** A part whose images are stored as JPEG, PNG … files, wherever those lie. */
import { DataError } from '../data-error.ts'
import { imageFormat } from '../formats/image-signature.ts'
import type { SourcePart } from '../source.ts'

export interface EncodedRows {
  /** The index of each row's class; NaN where it is not known. */
  readonly labels: Float32Array
  readonly classNames?: readonly string[] | undefined
  /** Where row `index` comes from. */
  readonly id: (index: number) => string
  /** The image file of row `index`. */
  readonly read: (index: number) => Promise<Uint8Array>
}

/** The part that `rows` describe. Its images are refused if their first bytes are not those of an image. */
export function encodedPart({ labels, classNames, id, read }: EncodedRows): SourcePart {
  const count = labels.length
  return {
    count,
    labelNames: ['class'],
    labels,
    ...(classNames && { classNames }),
    id: (index) => id(checkRow(index, count)),
    async image(index) {
      const encoded = await read(checkRow(index, count))
      if (imageFormat(encoded)) return { encoded }
      throw new DataError(describeStart(encoded), {
        file: id(index),
        remedy: 'Get the file again, or remove it',
      })
    },
  }
}

function describeStart(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'is empty'
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex').replace(/..\B/g, '$& ')
  return `is not an image file: it starts with the bytes ${start}`
}

function checkRow(index: number, count: number): number {
  if (Number.isInteger(index) && index >= 0 && index < count) return index
  throw new RangeError(`row ${index} is not one of 0 … ${count - 1}`)
}
