/** The header of npy, NumPy's file format for one array. */
import { corrupt } from '../files/file-errors.ts'

/** Types of numbers: unsigned, signed and floating, by their size in bytes; `b1` is a boolean. */
export type NpyType = (typeof TYPES)[number]

export interface NpyHeader {
  readonly type: NpyType
  readonly littleEndian: boolean
  /** Whether the first axis runs fastest. */
  readonly columnMajor: boolean
  /** Never empty, and without a zero. */
  readonly shape: readonly number[]
  /** How many numbers there are. */
  readonly count: number
  /** Where the data start and end. */
  readonly start: number
  readonly end: number
}

const TYPES = ['b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f4', 'f8'] as const
const MAGIC = '\x93NUMPY'
/** What NumPy itself reads without being told to trust the file. */
const MAX_HEADER_BYTES = 10_000

/**
 * The header, or undefined while `bytes` hold only a part of it.
 *
 * @throws DataError if it is not a header, of another type than numbers, or empty in a dimension
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function parseNpyHeader(bytes: Buffer, file: string): NpyHeader | undefined {
  const start = dataStart(bytes, file)
  if (start === undefined || bytes.length < start) return undefined
  const text = bytes.toString('latin1', 8, start)
  const order = field(text, 'fortran_order', /(True|False)/, file)
  const descr = field(text, 'descr', /(?:'([^']*)'|\[.*\])/, file) ?? 'a structure'
  const type = TYPES.find((name) => name === descr.slice(1))
  if (!type || !'<>|='.includes(descr.charAt(0)))
    throw corrupt(file, `holds elements of type ${JSON.stringify(descr)}, not numbers`)
  const shape = parseShape(field(text, 'shape', /\(([\dL, ]*)\)/, file) ?? '', file)
  const count = shape.reduce((product, size) => product * size, 1)
  const end = start + count * Number(type[1])
  if (!Number.isSafeInteger(end)) throw corrupt(file, `declares ${shape.join(' × ')} numbers`)
  const littleEndian = descr[0] !== '>'
  return { type, littleEndian, columnMajor: order === 'True', shape, count, start, end }
}

/** Where the header ends, or undefined if `bytes` do not say so yet. */
function dataStart(bytes: Buffer, file: string): number | undefined {
  const magic = bytes.toString('latin1', 0, MAGIC.length)
  if (!MAGIC.startsWith(magic))
    throw corrupt(file, 'is not an npy file: it does not start with \\x93NUMPY')
  if (bytes.length < 12) return undefined
  const version = bytes.readUInt8(6)
  if (version < 1 || version > 3)
    throw corrupt(file, `is of version ${version} (byte 6), not 1 to 3`)
  const start = version === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8)
  if (start > MAX_HEADER_BYTES) throw corrupt(file, `declares a header of ${start} bytes (byte 8)`)
  return start
}

/** What `pattern` captures of the value under `key` in a dictionary written in Python. */
function field(text: string, key: string, pattern: RegExp, file: string): string | undefined {
  const match = new RegExp(`['"]${key}['"] ?: ?${pattern.source}`).exec(text)
  if (!match) throw corrupt(file, `has no readable "${key}" in its header`)
  return match[1]
}

/** NumPy on Python 2 may write sizes as `28L`. */
function parseShape(text: string, file: string): number[] {
  const shape = text.split(',').map((size) => size.trim().replace(/L$/, ''))
  if (shape.at(-1) === '') shape.pop()
  const wrong = shape.find((size) => !/^[1-9]\d*$/.test(size))
  if (shape.length > 0 && wrong === undefined) return shape.map(Number)
  throw corrupt(file, `declares the shape (${text}), which holds nothing to read`)
}
