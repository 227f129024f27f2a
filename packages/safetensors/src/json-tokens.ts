/** Reads the smallest parts of JSON from bytes, strictly, and says at which byte something else stands. */

/** Makes the error for a problem at a byte. */
export type ErrorAt = (problem: string, offset: number) => Error

/** Takes one part after the other off the bytes; white space before any is passed over. */
export interface JsonTokens {
  /** Takes `char` if it comes next, and says whether it did. */
  takes(char: string): boolean
  /** Takes `char`, or throws. */
  take(char: string): void
  string(): string
  /** An integer from 0 to 2⁵³ − 1, in digits only. */
  integer(): number
  /** Nothing more, or throws. */
  end(): void
  /** The byte at which the next part starts. */
  position(): number
}

const SPACE = [0x20, 0x09, 0x0a, 0x0d]
const [QUOTE, BACKSLASH, ZERO, NINE] = [0x22, 0x5c, 0x30, 0x39]

/** The parts of `bytes` from byte `start`. */
export function jsonTokens(bytes: Uint8Array, start: number, errorAt: ErrorAt): JsonTokens {
  let at = start
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decode = (literal: Uint8Array) => decoder.decode(literal)
  const position = () => {
    while (SPACE.includes(bytes[at] ?? 0)) at++
    return at
  }
  const takes = (char: string) => {
    if (bytes[position()] !== char.charCodeAt(0)) return false
    at++
    return true
  }
  const take = (char: string) => {
    if (!takes(char))
      throw errorAt(`is not the JSON of a header: ${char} is missing`, Math.min(at, bytes.length))
  }
  const string = () => {
    const begin = position()
    take('"')
    while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1
    take('"')
    return textOf(bytes.subarray(begin, at), decode, (problem) => errorAt(problem, begin))
  }
  const integer = () => {
    const begin = position()
    let value = 0
    for (let digit = bytes[at]; isDigit(digit); digit = bytes[++at])
      value = 10 * value + (digit - ZERO)
    const canonical = at === begin + 1 || (at > begin && bytes[begin] !== ZERO)
    if (canonical && Number.isSafeInteger(value) && !isNumberPart(bytes[at])) return value
    throw errorAt(`has no integer from 0 to ${Number.MAX_SAFE_INTEGER} where one is due`, begin)
  }
  const end = () => {
    if (position() < bytes.length) throw errorAt('has more in its header than one object', at)
  }
  return { takes, take, string, integer, end, position }
}

/** What a JSON string in its quotes says. */
function textOf(
  literal: Uint8Array,
  decode: (literal: Uint8Array) => string,
  error: (problem: string) => Error,
): string {
  const json = attempt(() => decode(literal))
  if (json === undefined) throw error('has a string that is not UTF-8')
  const text = attempt<string>(() => JSON.parse(json))
  if (text === undefined) throw error('has a string that is not JSON')
  // An escape can name half a character, which no UTF-8 can hold.
  if (/\p{Surrogate}/u.test(text)) throw error('has half a character in a string')
  return text
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

function isDigit(byte: number | undefined): byte is number {
  return byte !== undefined && byte >= ZERO && byte <= NINE
}

/** Whether a number goes on here after its digits. */
function isNumberPart(byte: number | undefined): boolean {
  return byte !== undefined && '.eE'.includes(String.fromCharCode(byte))
}
