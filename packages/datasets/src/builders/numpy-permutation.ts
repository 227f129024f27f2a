/** NumPy's legacy permutation, which LibAUC's data builder uses: the one place that needs NumPy's own generator. */
import { mersenne } from 'pure-rand/generator/mersenne'

/**
 * What `np.random.seed(seed); np.random.permutation(length)` gives.
 *
 * @param seed integer in [0, 2³² − 1]
 * @returns `[length]`
 * @throws RangeError if NumPy would refuse the seed
 */
export function numpyPermutation(length: number, seed: number): Int32Array {
  return numpyPermutations(seed)(length)
}

/**
 * What one permutation after the other gives when NumPy is seeded once: Fisher-Yates from the end, each index drawn
 * from the 32-bit Mersenne Twister by masking and rejection. `np.random.shuffle` orders an array in the same way.
 *
 * @param seed integer in [0, 2³² − 1]
 * @returns the next permutation, `[length]`
 * @throws RangeError if NumPy would refuse the seed
 * @see numpy/random/_legacy/legacy-distributions.c, `random_interval`
 */
export function numpyPermutations(seed: number): (length: number) => Int32Array {
  if (seed >>> 0 !== seed)
    throw new RangeError(`seed must be an integer in [0, 2³² − 1], got ${seed}`)
  const generator = mersenne(seed)
  return (length) => {
    const order = Int32Array.from({ length }, (_, i) => i)
    for (let i = length - 1; i > 0; i--) {
      const mask = 0xffffffff >>> Math.clz32(i)
      let j = generator.next() & mask
      while (j > i) j = generator.next() & mask
      const held = order[i] as number
      order[i] = order[j] as number
      order[j] = held
    }
    return order
  }
}
