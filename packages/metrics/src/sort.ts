/** Sorting of scores without a comparison callback, which is what makes the metrics fast. */

/** Scores as the metrics hold them; everything but a Float32Array becomes a Float64Array. */
export type Scores = Float32Array | Float64Array

/** Sorts `scores` in place, ascending, and returns them. No NaN; −0 comes before 0. */
export function sortAscending<T extends Scores>(scores: T): T {
  // A radix sort of 64-bit keys moves so much memory that the built-in sort wins.
  if (scores instanceof Float64Array) return scores.sort() as T
  const keys = new Uint32Array(scores.buffer, scores.byteOffset, scores.length)
  for (let i = 0; i < keys.length; i++) keys[i] = orderedBits(keys[i] as number)
  radixSort(keys)
  for (let i = 0; i < keys.length; i++) keys[i] = floatBits(keys[i] as number)
  return scores
}

/** The stable permutation that sorts `scores`: `scores[order[0]] ≤ scores[order[1]] ≤ …`. No NaN. */
export function ascendingOrder(scores: Scores): Uint32Array {
  const order = new Uint32Array(scores.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  const words = new Uint32Array(scores.buffer, scores.byteOffset, scores.byteLength / 4)
  const keys = new Uint32Array(scores.length)
  if (scores instanceof Float64Array) {
    for (let i = 0; i < keys.length; i++) {
      const low = words[2 * i] as number
      keys[i] = (words[2 * i + 1] as number) >>> 31 ? ~low : low
    }
    radixSort(keys, order)
  }
  // The word that holds the sign: the upper half of a double, or all of a float.
  const stride = scores.BYTES_PER_ELEMENT / 4
  for (let i = 0; i < keys.length; i++) {
    const sample = order[i] as number
    keys[i] = orderedBits(words[stride * sample + stride - 1] as number)
  }
  radixSort(keys, order)
  return order
}

/** Bits of a float (or of the upper half of a double) to an integer that sorts as the numbers do. */
function orderedBits(bits: number): number {
  return bits >>> 31 ? ~bits : bits | 0x80000000
}

function floatBits(key: number): number {
  return key >>> 31 ? key & 0x7fffffff : ~key
}

/**
 * Stable sort of `keys` in place, least significant byte first; `order` moves along.
 *
 * Bytes, not wider digits: 256 write positions stay within reach of the processor's caches.
 */
function radixSort(keys: Uint32Array, order?: Uint32Array): void {
  const starts = digitStarts(keys)
  const spareKeys = new Uint32Array(keys.length)
  const spareOrder = order && new Uint32Array(order.length)
  // Four passes, an even number, end where they began.
  for (const shift of [0, 16]) {
    scatter(keys, order, spareKeys, spareOrder, starts[shift / 8] as Uint32Array, shift)
    scatter(spareKeys, spareOrder, keys, order, starts[shift / 8 + 1] as Uint32Array, shift + 8)
  }
}

/** For each of the four bytes of a key, lowest first: where the keys with each value of it begin once sorted by it. */
function digitStarts(keys: Uint32Array): Uint32Array[] {
  const counts = new Uint32Array(4 * 256)
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number
    increment(counts, key & 255)
    increment(counts, 256 + ((key >>> 8) & 255))
    increment(counts, 512 + ((key >>> 16) & 255))
    increment(counts, 768 + (key >>> 24))
  }
  return [0, 1, 2, 3].map((digit) => {
    let start = 0
    return counts.subarray(256 * digit, 256 * (digit + 1)).map((count) => {
      start += count
      return start - count
    })
  })
}

function increment(counts: Uint32Array, i: number): void {
  counts[i] = (counts[i] as number) + 1
}

/** One pass: moves every key, and its order, to the next free place of its digit. */
function scatter(
  keys: Uint32Array,
  order: Uint32Array | undefined,
  toKeys: Uint32Array,
  toOrder: Uint32Array | undefined,
  next: Uint32Array,
  shift: number,
): void {
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number
    const digit = (key >>> shift) & 255
    const to = next[digit] as number
    next[digit] = to + 1
    toKeys[to] = key
    if (order && toOrder) toOrder[to] = order[i] as number
  }
}
