/** The order of names in a file. */

const FIRST_SURROGATE = 0xd800
const AFTER_SURROGATES = 0xe000

/** Compares as the bytes of UTF-8 do. JavaScript's own order goes by UTF-16 units and differs beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others, but are numbered below U+E000. */
function rank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit < AFTER_SURROGATES ? unit + 0x10000 : unit
}
