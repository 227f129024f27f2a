/** Parses the headers of a .tar: ustar, pax and GNU. */

export const TAR_BLOCK = 512

export interface TarEntry {
  readonly name: string
  readonly size: number
  /** One character: `'0'` file, `'5'` folder, `'x'` pax … */
  readonly type: string
}

const CHECKSUM_AT = 148
const SIZE_AT = 124

/**
 * The header in a block of 512 bytes.
 *
 * @throws Error that says what is wrong with it, to follow the words "has a header"
 * @see POSIX.1-2017, pax, "ustar Interchange Format"
 */
export function parseTarHeader(block: Buffer): TarEntry {
  if (octal(block, CHECKSUM_AT, 8) !== checksum(block)) throw new Error('whose checksum is wrong')
  const size = block[SIZE_AT] === 0x80 ? base256(block) : octal(block, SIZE_AT, 12)
  if (!Number.isSafeInteger(size)) throw new Error('whose size is no number')
  const isPosix = block.toString('latin1', 257, 263) === 'ustar\0'
  const prefix = isPosix ? zeroEnded(block.subarray(345, 500)) : ''
  const name = zeroEnded(block.subarray(0, 100))
  const type = String.fromCharCode(block[156] as number)
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type }
}

/**
 * The name and size in the records `LENGTH KEY=VALUE\n` of a pax header.
 *
 * @throws Error that says what is wrong with them, to follow the words "has a header"
 */
export function parsePax(bytes: Buffer): Partial<TarEntry> {
  const found: { name?: string; size?: number } = {}
  for (let at = 0; at < bytes.length; ) {
    const { key, value, end } = paxRecord(bytes, at)
    if (key.startsWith('GNU.sparse')) throw new Error('of a sparse file, which is not read here')
    if (key === 'path') found.name = value
    if (key === 'size') found.size = paxSize(value)
    at = end
  }
  return found
}

/** The text before the first zero byte. */
export function zeroEnded(bytes: Buffer): string {
  const end = bytes.indexOf(0)
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end)
}

function paxRecord(bytes: Buffer, at: number) {
  const [head, digits] = /^(\d{1,7}) /.exec(bytes.toString('latin1', at, at + 8)) ?? ['']
  const end = at + Number(digits)
  const text = bytes.toString('utf8', at + head.length, end - 1)
  const equals = text.indexOf('=')
  if (!(equals > 0 && end <= bytes.length && bytes[end - 1] === 0x0a))
    throw new Error('with a damaged pax record')
  return { key: text.slice(0, equals), value: text.slice(equals + 1), end }
}

function paxSize(digits: string): number {
  if (/^\d{1,15}$/.test(digits)) return Number(digits)
  throw new Error('whose pax size is no number')
}

function octal(block: Buffer, start: number, length: number): number {
  const text = block.toString('latin1', start, start + length)
  const digits = /^ *([0-7]+)[ \0]*$/.exec(text)?.[1]
  return digits === undefined ? Number.NaN : Number.parseInt(digits, 8)
}

/** GNU's form of sizes of 8 GiB and more: big-endian after a first byte of 0x80. */
function base256(block: Buffer): number {
  return block.subarray(SIZE_AT + 1, SIZE_AT + 12).reduce((value, byte) => value * 256 + byte, 0)
}

/** The sum of all bytes, those of the checksum itself counted as spaces. */
function checksum(block: Buffer): number {
  const sum = (bytes: Buffer) => bytes.reduce((total, byte) => total + byte, 0)
  return sum(block) - sum(block.subarray(CHECKSUM_AT, CHECKSUM_AT + 8)) + 8 * 0x20
}
