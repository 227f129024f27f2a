import { crc32 } from 'node:zlib'
import { expect, test } from 'vitest'
import { type ColumnChunk, checkPages } from '../src/formats/parquet-pages.ts'

const PLAIN = 0
const RLE = 3
const DELTA_BYTE_ARRAY = 7
const DICTIONARY = 8
// Levels of 3 values that are there: 2 bytes, a run of 3 ones.
const LEVELS = [2, 0, 0, 0, 3 << 1, 1]

interface Page {
  count?: number
  encoding?: number
  length?: number
  checksum?: number
}

/** A page of version 1 with its header. */
function page(body: readonly number[], options: Page = {}): number[] {
  const { count = 3, encoding = PLAIN, length = body.length, checksum } = options
  const crc = checksum === undefined ? [] : [0x15, ...zigZag(checksum)]
  const header = [0x15, ...zigZag(count), 0x15, ...zigZag(encoding), 0x00]
  const skipped = checksum === undefined ? 0x2c : 0x1c
  const sizes = [0x15, 0x00, 0x15, ...zigZag(length), 0x15, ...zigZag(body.length)]
  return [...sizes, ...crc, skipped, ...header, 0x00, ...body]
}

function zigZag(value: number): number[] {
  const bytes: number[] = []
  let rest = value >= 0 ? 2n * BigInt(value) : -2n * BigInt(value) - 1n
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128)
  return [...bytes, Number(rest)]
}

function check(bytes: readonly number[], chunk: Partial<ColumnChunk> = {}) {
  checkPages({
    bytes: Uint8Array.from(bytes),
    count: 3,
    isBoolean: false,
    optionalLevels: 0,
    decompress: undefined,
    ...chunk,
  })
}

const optional = { optionalLevels: 1 }

test('lets sound pages pass', () => {
  check([...page([1, 2], { count: 2 }), ...page([3], { count: 1 })])
  check(page([1, 2, 3], { checksum: crc32(Uint8Array.of(1, 2, 3)) | 0 }))
  check(page([...LEVELS, 1, 2, 3]), optional)
  // A group of 8 values, of which 3 count.
  check(page([2, 0, 0, 0, (1 << 1) | 1, 0b111, 1, 2, 3]), optional)
  check(page([2, 3, 0b00_10_01_00, 0], { encoding: DICTIONARY }))
  check(page(LEVELS, { encoding: RLE }), { isBoolean: true })
})

const BOMB = [0xfe, 0xff, 0xff, 0xff, 0x07] // A run of 2³⁰ − 1 values.

test.each<[string, number[], Partial<ColumnChunk>, RegExp]>([
  ['fewer values than declared', page([1], { count: 1 }), {}, /has 1 values instead of 3/],
  ['2³¹ values', page([1], { count: 2 ** 31 - 1 }), {}, /declares 2147483647 values, more than/],
  ['a negative count', page([1], { count: -1 }), {}, /declares -1 values/],
  ['a page of 2 GiB', page([1], { length: 2 ** 31 - 1 }), {}, /declares 2147483647 bytes/],
  ['a page past the end', page([1, 2, 3]).slice(0, -1), {}, /declares 3 bytes, more than the 2/],
  ['a wrong checksum', page([1, 2, 3], { checksum: 7 }), {}, /checksum of the page at byte 0/],
  ['another encoding', page([1], { encoding: DELTA_BYTE_ARRAY }), {}, /encoding 7 is not read/],
  ['runs of what is not boolean', page(LEVELS, { encoding: RLE }), {}, /encoding 3 is not read/],
  ['2³⁰ levels in 6 bytes', page([6, 0, 0, 0, ...BOMB, 1]), optional, /declares 1073741823 values/],
  ['levels past the page', page([9, 0, 0, 0, 6, 1]), optional, /declares 13 bytes/],
  [
    '2³⁰ values of a dictionary',
    page([1, ...BOMB, 1], { encoding: DICTIONARY }),
    {},
    /declares 1073741823 values/,
  ],
  [
    'groups without end',
    page([1, 0xff, 0xff, 0xff, 0xff, 0x07], { encoding: DICTIONARY }),
    {},
    /declares 1073741823 groups/,
  ],
  [
    'a run of more than 32 bits',
    page([1, ...Array(9).fill(0xff)], { encoding: DICTIONARY }),
    {},
    /a run of 2³¹ values/,
  ],
  ['indices of 99 bits', page([99, 6, 0], { encoding: DICTIONARY }), {}, /declares 99 bits/],
])('refuses %s', (_, bytes, chunk, problem) => {
  expect(() => check(bytes, chunk)).toThrow(problem)
})

test('unpacks pages to see their runs', () => {
  const bomb = Uint8Array.of(6, 0, 0, 0, ...BOMB, 1)
  const decompress = (_: Uint8Array, length: number) => bomb.subarray(0, length)
  expect(() => check(page([9], { length: bomb.length }), { ...optional, decompress })).toThrow(
    /declares 1073741823 values/,
  )
})
