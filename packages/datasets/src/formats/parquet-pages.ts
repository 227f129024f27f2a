/** Checks the pages of a parquet column before hyparquet, which trusts their headers, decodes them. */
import { crc32 } from 'node:zlib'
import { readThrift, type ThriftStruct } from './thrift-compact.ts'

export interface ColumnChunk {
  readonly bytes: Uint8Array
  /** How many values, nulls counted, the file's footer declares. */
  readonly count: number
  readonly isBoolean: boolean
  /** How many levels of the column may be null. */
  readonly optionalLevels: number
  /** Undefined if the pages are not compressed. */
  readonly decompress: ((packed: Uint8Array, length: number) => Uint8Array) | undefined
}

const MAX_PAGE_BYTES = 2 ** 30
const DATA = 0
const DICTIONARY = 2
const DATA_V2 = 3
const PLAIN = 0
const RLE = 3
const DICTIONARY_CODED = [2, 8]
/** Plain, by dictionary, and the two DELTA encodings that writers use for integers and for bytes. */
const ENCODINGS = [PLAIN, RLE, 5, 6, ...DICTIONARY_CODED]

interface Page {
  readonly type: number
  readonly packed: Uint8Array
  readonly length: number
  /** The part of the page header for its type. */
  readonly header: ThriftStruct
}

/**
 * @throws Error if sizes, counts, checksums or run lengths do not fit `chunk`, or a page is packed or encoded in a way
 * not read here
 * @see https://github.com/apache/parquet-format
 */
export function checkPages(chunk: ColumnChunk): void {
  let count = 0
  for (const page of pagesOf(chunk.bytes)) {
    const values = numberAt(page.header, 1)
    if (page.type === DICTIONARY) checkBounds('values', values, page.length)
    else {
      checkBounds('values', values, chunk.count - count)
      count += values
      checkData(page, values, chunk)
    }
  }
  if (count !== chunk.count) throw new Error(`it has ${count} values instead of ${chunk.count}`)
}

function* pagesOf(bytes: Uint8Array): Generator<Page> {
  for (let at = 0; at < bytes.length; ) {
    const { struct, end } = readThrift(bytes, at)
    const [type, length, size] = [1, 2, 3].map((id) => numberAt(struct, id)) as [
      number,
      number,
      number,
    ]
    checkBounds('bytes', size, bytes.length - end)
    checkBounds('bytes', length, MAX_PAGE_BYTES)
    const packed = bytes.subarray(end, end + size)
    const checksum = struct.get(4)
    if (checksum !== undefined && crc32(packed) !== Number(checksum) >>> 0)
      throw new Error(`the checksum of the page at byte ${at} is wrong`)
    const header = struct.get({ [DATA]: 5, [DICTIONARY]: 7, [DATA_V2]: 8 }[type] ?? -1)
    if (!(header instanceof Map)) throw new Error(`it has a page of type ${type} at byte ${at}`)
    yield { type, packed, length, header }
    at = end + size
  }
}

function checkData(page: Page, values: number, chunk: ColumnChunk): void {
  const encoding = numberAt(page.header, page.type === DATA_V2 ? 4 : 2)
  if (!ENCODINGS.includes(encoding) || (encoding === RLE && !chunk.isBoolean))
    throw new Error(`its encoding ${encoding} is not read here`)
  // Definition levels: which of the levels that may be null are not, in as few bits as hold their number.
  const width = 32 - Math.clz32(chunk.optionalLevels)
  const unpack = page.type === DATA_V2 ? unpackV2 : unpackV1
  checkEncoded(unpack(page, values, chunk, width), encoding, values)
}

function unpackV1(
  { packed, length }: Page,
  values: number,
  { decompress }: ColumnChunk,
  width: number,
) {
  const bytes = decompress ? decompress(packed, length) : packed
  return width > 0 ? bytes.subarray(checkSizedRuns(bytes, width, values)) : bytes
}

/** Here the levels stand before what is compressed. */
function unpackV2(
  { header, packed, length }: Page,
  values: number,
  { decompress }: ColumnChunk,
  width: number,
) {
  const levels = numberAt(header, 5)
  checkBounds('bytes', levels, Math.min(packed.length, length))
  if (numberAt(header, 6) !== 0) throw new Error('it has lists')
  checkRuns(packed.subarray(0, levels), width, values)
  const rest = packed.subarray(levels)
  return decompress && header.get(7) !== false ? decompress(rest, length - levels) : rest
}

/** Definition levels are not parsed to tell nulls, so `values` is an upper bound. */
function checkEncoded(bytes: Uint8Array, encoding: number, values: number): void {
  if (encoding === RLE) checkSizedRuns(bytes, 1, values)
  else if (DICTIONARY_CODED.includes(encoding)) {
    const width = bytes[0] ?? 0
    checkBounds('bits', width, 32)
    if (width > 0) checkRuns(bytes.subarray(1), width, values)
  }
}

/** Runs after their length in 4 bytes. Returns where they end. */
function checkSizedRuns(bytes: Uint8Array, width: number, values: number): number {
  const end = 4 + new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0, true)
  checkBounds('bytes', end, bytes.length)
  checkRuns(bytes.subarray(4, end), width, values)
  return end
}

/** Alternating repetitions of a value and groups of 8 values of `width` bits, as far as the bytes go. */
function checkRuns(bytes: Uint8Array, width: number, values: number): void {
  let seen = 0
  for (let at = 0; at < bytes.length && seen < values; ) {
    const { head, next } = runHead(bytes, at)
    const count = head >>> 1
    if (head & 1) checkBounds('groups of values', count, Math.ceil((values - seen) / 8))
    else checkBounds('values', count, values - seen)
    seen += head & 1 ? 8 * count : count
    at = next + (head & 1 ? count * width : Math.ceil(width / 8))
  }
}

function runHead(bytes: Uint8Array, start: number): { head: number; next: number } {
  let head = 0
  for (let i = 0; i < 5; i++) {
    const byte = bytes[start + i] ?? 0
    head += (byte & 0x7f) * 2 ** (7 * i)
    if (byte < 0x80 && head < 2 ** 31) return { head, next: start + i + 1 }
  }
  throw new Error('it has a run of 2³¹ values')
}

function numberAt(struct: ThriftStruct, id: number): number {
  const value = struct.get(id)
  if (typeof value === 'number') return value
  throw new Error(`its page header lacks field ${id}`)
}

function checkBounds(what: string, value: number, most: number): void {
  if (!(value >= 0 && value <= most))
    throw new Error(`it declares ${value} ${what}, more than the ${most} possible`)
}
