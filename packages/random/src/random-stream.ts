/** Random numbers as a pure function of a position in a run: no generator state to save or to lose. */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { uniformInt } from 'pure-rand/distribution/uniformInt'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

/** Where in a run the numbers are used. Equal keys give equal streams; any difference gives an unrelated one. */
export interface RandomKey {
  /** Seed of the run, a safe integer ≥ 0. */
  readonly seed: number
  /** What the numbers are for, for example `'crop'` or `'weights/conv1'`. */
  readonly purpose: string
  /** Safe integers ≥ 0; 0 when left out. */
  readonly epoch?: number
  readonly step?: number
  readonly sample?: number
}

/** An endless stream of random numbers that belongs to one key. */
export interface RandomStream {
  /** Uniform on [0, 1), 53 bits. */
  uniform(): number
  /** Uniform integer in [0, `bound`), without bias. */
  integer(bound: number): number
  /** Standard normal, by the Box-Muller transform. */
  normal(): number
}

/**
 * The stream of random numbers that belongs to `key`.
 *
 * @throws RangeError if a number of the key is not a safe integer ≥ 0
 * @see Blackman and Vigna, Scrambled linear pseudorandom number generators, 2018 (xoroshiro128+)
 * @example
 * const crop = randomStream({ seed: 0, purpose: 'crop', epoch: 2, sample: 17 })
 * crop.integer(5) // 0, 1, 2, 3 or 4: the same in every run
 */
export function randomStream(key: RandomKey): RandomStream {
  const generator = xoroshiro128plusFromState(stateOf(key))
  const uniform = () => uniformFloat64(generator)
  return {
    uniform,
    integer: (bound) => uniformInt(generator, 0, bound - 1),
    // 1 − uniform lies in (0, 1], so that the logarithm is finite.
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
  }
}

function stateOf({ seed, purpose, epoch = 0, step = 0, sample = 0 }: RandomKey): number[] {
  const words: number[] = []
  for (const number of [seed, epoch, step, sample]) {
    if (!Number.isSafeInteger(number) || number < 0)
      throw new RangeError(`a random key needs safe integers ≥ 0, got ${number}`)
    words.push(number | 0, Math.floor(number / 2 ** 32))
  }
  for (let i = 0; i < purpose.length; i++) words.push(purpose.charCodeAt(i))
  // The last lane's forced bit keeps the state away from all zeros, where the generator would stand still.
  return [1, 2, 3, 4].map((lane) => (lane === 4 ? hash(words, lane) | 1 : hash(words, lane)))
}

/** MurmurHash3 (32 bits, Austin Appleby, public domain) of 32-bit words. */
function hash(words: readonly number[], seed: number): number {
  let h = seed
  for (const word of words) {
    const k = Math.imul(rotate(Math.imul(word, 0xcc9e2d51), 15), 0x1b873593)
    h = (Math.imul(rotate(h ^ k, 13), 5) + 0xe6546b64) | 0
  }
  h ^= words.length * 4
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function rotate(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits))
}
