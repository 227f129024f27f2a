/** Reads arrays in npy, NumPy's file format. */

import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { sharedBytes } from '../shared-bytes.ts'
import { type NpyHeader, type NpyType, parseNpyHeader } from './npy-header.ts'
import type { NpySource } from './npy-source.ts'
import { rowMajor } from './row-major.ts'

/** Numbers in row-major order, whatever the order in the file. */
export interface NpyArray<T> {
  readonly shape: readonly number[]
  readonly data: T
}

/** The most bytes of an array that are read to memory, unless the caller says otherwise: 2 GiB. */
export const MEMORY_LIMIT: number = 2 ** 31

/**
 * @throws DataError if the source is not an npy file of numbers, or is shorter or longer than its header says
 */
export async function readNpyHeader(source: NpySource): Promise<NpyHeader> {
  let bytes = Buffer.alloc(0)
  for await (const chunk of source.chunks()) {
    bytes = Buffer.concat([bytes, chunk])
    const header = parseNpyHeader(bytes, source.file)
    if (header) return checkSize(header, source)
  }
  throw corrupt(source.file, `ends at byte ${bytes.length}, inside its header`)
}

/**
 * An array of any type of numbers, of which each must be a whole one from 0 to 255, as bytes in shared memory.
 *
 * @throws DataError as {@link readNpyHeader}; if a number is not; if the bytes would be more than `memoryLimit`
 */
export async function readNpyPixels(
  source: NpySource,
  memoryLimit: number = MEMORY_LIMIT,
): Promise<NpyArray<Uint8Array>> {
  const header = await readNpyHeader(source)
  checkMemory(header.count, memoryLimit, source)
  const data = await fill(
    source,
    header,
    sharedBytes(header.count),
    (value) => value === (value & 255),
  )
  const { shape, columnMajor } = header
  return { shape, data: columnMajor ? rowMajor(data, shape, sharedBytes(header.count)) : data }
}

/**
 * An array of any type of numbers. Integers beyond 2⁵³ are rounded.
 *
 * @throws DataError as {@link readNpyHeader}; if 8 bytes per number would be more than `memoryLimit`
 */
export async function readNpyNumbers(
  source: NpySource,
  memoryLimit: number = MEMORY_LIMIT,
): Promise<NpyArray<Float64Array>> {
  const header = await readNpyHeader(source)
  checkMemory(8 * header.count, memoryLimit, source)
  const data = await fill(source, header, new Float64Array(header.count), () => true)
  const { shape, columnMajor } = header
  return { shape, data: columnMajor ? rowMajor(data, shape, new Float64Array(header.count)) : data }
}

function checkSize(header: NpyHeader, { file, size }: NpySource): NpyHeader {
  if (size < header.end) throw corrupt(file, `ends at byte ${size} of ${header.end}`)
  if (size > header.end)
    throw corrupt(file, `goes on after byte ${header.end}, where its data should end`)
  return header
}

function checkMemory(bytes: number, memoryLimit: number, { file }: NpySource): void {
  if (bytes <= memoryLimit) return
  throw new DataError(`needs ${bytes} bytes of memory, more than the limit of ${memoryLimit}`, {
    file,
    remedy: 'Raise memoryLimit, if there is as much',
  })
}

async function fill<T extends Uint8Array | Float64Array>(
  source: NpySource,
  header: NpyHeader,
  data: T,
  accepts: (value: number) => boolean,
): Promise<T> {
  const read = READERS[header.type]
  const size = Number(header.type[1])
  let filled = 0
  for await (const view of wholeNumbers(source, header)) {
    const count = Math.min(view.byteLength / size, header.count - filled)
    for (let i = 0; i < count; i++) {
      const value = read(view, i * size, header.littleEndian)
      if (!accepts(value))
        throw corrupt(
          source.file,
          `holds ${value} (byte ${header.start + filled * size}), not a whole number from 0 to 255`,
        )
      data[filled++] = value
    }
  }
  if (filled < header.count) throw corrupt(source.file, `ends inside its data, at number ${filled}`)
  return data
}

/** The data in pieces that do not part a number. */
async function* wholeNumbers(source: NpySource, header: NpyHeader): AsyncGenerator<DataView> {
  const size = Number(header.type[1])
  let skip = header.start
  let rest: Uint8Array = new Uint8Array()
  for await (const chunk of source.chunks()) {
    const bytes = Buffer.concat([rest, chunk.subarray(skip)])
    skip -= Math.min(skip, chunk.length)
    const whole = bytes.length - (bytes.length % size)
    rest = bytes.subarray(whole)
    yield new DataView(bytes.buffer, bytes.byteOffset, whole)
  }
}

type Read = (view: DataView, at: number, littleEndian: boolean) => number

const READERS: Readonly<Record<NpyType, Read>> = {
  b1: (view, at) => view.getUint8(at),
  u1: (view, at) => view.getUint8(at),
  i1: (view, at) => view.getInt8(at),
  u2: (view, at, little) => view.getUint16(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i4: (view, at, little) => view.getInt32(at, little),
  u8: (view, at, little) => Number(view.getBigUint64(at, little)),
  i8: (view, at, little) => Number(view.getBigInt64(at, little)),
  f4: (view, at, little) => view.getFloat32(at, little),
  f8: (view, at, little) => view.getFloat64(at, little),
}
