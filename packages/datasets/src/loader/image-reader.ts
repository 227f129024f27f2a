/** Reads images by index, from memory or from files. */
import { closeSync, openSync, readSync } from 'node:fs'
import { DataError } from '../data-error.ts'

/** Many images of one size, in pieces. Can be sent to worker threads; pieces in shared memory are not copied. */
export interface ImageShards {
  /** The bytes of whole images, one after the other, or the path of the file that holds them. */
  readonly shards: readonly (Uint8Array | string)[]
  /** How many images each piece holds; the last may hold fewer. */
  readonly imagesPerShard: number
}

/** Image `index`: in `buffer` if it comes from a file, otherwise where it lies in memory. */
export type ReadImage = (index: number, buffer: Uint8Array) => Uint8Array

export interface ImageReader {
  /**
   * @throws DataError if the file is missing, cut short or unreadable: names it and the image
   * @throws RangeError if there is no image `index`
   */
  readonly read: ReadImage
  /** Closes the files; the next read opens them again. */
  close(): void
}

/** Reads images of `[h, w, c]` bytes. Files are opened when they are first read. */
export function imageReader(
  images: Uint8Array | ImageShards,
  [, h, w, c]: readonly [n: number, h: number, w: number, c: number],
): ImageReader {
  const size = h * w * c
  const { shards, imagesPerShard } =
    images instanceof Uint8Array ? { shards: [images], imagesPerShard: Infinity } : images
  const files = new Map<string, number>()
  return {
    read(index, buffer) {
      const shard = Number.isInteger(index) ? shards[Math.floor(index / imagesPerShard)] : undefined
      const start = (index % imagesPerShard) * size
      if (typeof shard === 'string') return readFrom(shard, { index, start, files, buffer })
      if (shard === undefined || start < 0 || start + size > shard.length)
        throw new RangeError(`there is no image ${index}`)
      return shard.subarray(start, start + size)
    },
    close() {
      for (const file of files.values()) closeSync(file)
      files.clear()
    },
  }
}

interface Place {
  readonly index: number
  readonly start: number
  /** Descriptors of open files. */
  readonly files: Map<string, number>
  readonly buffer: Uint8Array
}

function readFrom(file: string, { index, start, files, buffer }: Place): Uint8Array {
  let length: number
  try {
    const descriptor = files.get(file) ?? openSync(file, 'r')
    files.set(file, descriptor)
    length = readSync(descriptor, buffer, 0, buffer.length, start)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    throw unreadable(`image ${index} cannot be read (${code ?? message})`, file, cause)
  }
  if (length === buffer.length) return buffer
  const end = start + buffer.length
  throw unreadable(`the file ends before byte ${end}, the end of image ${index}`, file)
}

function unreadable(problem: string, file: string, cause?: unknown): DataError {
  return new DataError(problem, { file, remedy: 'Prepare the data again', cause })
}
