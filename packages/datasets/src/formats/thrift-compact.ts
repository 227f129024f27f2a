/**
 * Checks what Thrift's compact protocol declares before another reader trusts it: a list of 10⁹ lists, or an integer
 * of a million bytes, would take all memory or all time.
 */

/** The numbers, structs and lists of a struct by field; its texts are checked, but left out. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>
type ThriftValue = number | bigint | boolean | undefined | ThriftStruct | readonly ThriftValue[]

const MAX_DEPTH = 32
const MAX_VARINT_BYTES = 10
const [TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, STRUCT] = [
  1, 2, 3, 4, 5, 6, 7, 8, 9, 12,
]

/**
 * The struct at byte `at`, and where it ends.
 *
 * @throws RangeError if it does not end within `bytes`, or nests deeper than 32, or is of a type that parquet lacks
 * @see https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function readThrift(bytes: Uint8Array, at: number): { struct: ThriftStruct; end: number } {
  const cursor = { bytes, at }
  return { struct: readStruct(cursor, 0), end: cursor.at }
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

function readStruct(cursor: Cursor, depth: number): ThriftStruct {
  const struct = new Map<number, ThriftValue>()
  let id = 0
  for (;;) {
    const head = readByte(cursor)
    const type = head & 15
    if (type === 0) return struct
    id = head >> 4 ? id + (head >> 4) : Number(readZigZag(cursor))
    // In a struct the type is the value of a boolean.
    struct.set(id, type === TRUE || type === FALSE ? type === TRUE : readValue(cursor, type, depth))
  }
}

function readValue(cursor: Cursor, type: number, depth: number): ThriftValue {
  if (depth > MAX_DEPTH) throw new RangeError(`is nested too deeply at byte ${cursor.at}`)
  switch (type) {
    case TRUE:
    case FALSE:
    case BYTE:
      return readByte(cursor)
    case I16:
    case I32:
      return Number(BigInt.asIntN(32, readZigZag(cursor)))
    case I64:
      return readZigZag(cursor)
    case DOUBLE:
      return skip(cursor, 8)
    case BINARY:
      return skip(cursor, Number(readVarint(cursor)))
    case LIST:
      return readList(cursor, depth)
    case STRUCT:
      return readStruct(cursor, depth + 1)
    default:
      throw new RangeError(`has type ${type} at byte ${cursor.at}`)
  }
}

function readList(cursor: Cursor, depth: number): readonly ThriftValue[] {
  const head = readByte(cursor)
  const count = head >> 4 === 15 ? Number(readVarint(cursor)) : head >> 4
  // Every element takes a byte at least.
  if (count > cursor.bytes.length - cursor.at)
    throw new RangeError(`declares ${count} elements at byte ${cursor.at}`)
  const list: ThriftValue[] = []
  while (list.length < count) list.push(readValue(cursor, head & 15, depth + 1))
  return list
}

function readZigZag(cursor: Cursor): bigint {
  const value = readVarint(cursor)
  return (value >> 1n) ^ -(value & 1n)
}

function readVarint(cursor: Cursor): bigint {
  let value = 0n
  for (let i = 0; i < MAX_VARINT_BYTES; i++) {
    const byte = readByte(cursor)
    value |= BigInt(byte & 0x7f) << BigInt(7 * i)
    if (byte < 0x80) return value
  }
  throw new RangeError(`has an integer of more than 64 bits at byte ${cursor.at}`)
}

function readByte(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at++]
  if (byte === undefined) throw new RangeError(`ends at byte ${cursor.bytes.length}`)
  return byte
}

function skip(cursor: Cursor, length: number): undefined {
  if (length > cursor.bytes.length - cursor.at)
    throw new RangeError(`declares ${length} bytes at byte ${cursor.at}`)
  cursor.at += length
  return undefined
}
