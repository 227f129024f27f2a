/** The order in which Python sorts names, so that classes get the same numbers here as there. */

const FIRST_SURROGATE = 0xd800

/**
 * Compares by Unicode code points. JavaScript's own order goes by UTF-16 units and differs beyond U+FFFF,
 * `localeCompare` depends on the machine.
 */
export function byCodePoint(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)]
    if (x !== y) return rank(x) - rank(y)
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others, but are numbered below U+E000. */
function rank(unit: number): number {
  return unit >= FIRST_SURROGATE && unit < 0xe000 ? unit + 0x10000 : unit
}
