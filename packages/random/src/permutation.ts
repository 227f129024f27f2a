/** A uniformly drawn order. */
import type { RandomStream } from './random-stream.ts'

/**
 * A random permutation of 0 … `length` − 1 (Fisher-Yates).
 *
 * @returns `[length]`
 * @example
 * permutation(4, randomStream({ seed: 0, purpose: 'order', epoch: 1 }))
 */
export function permutation(length: number, random: Pick<RandomStream, 'integer'>): Int32Array {
  const order = Int32Array.from({ length }, (_, i) => i)
  for (let i = length - 1; i > 0; i--) {
    const j = random.integer(i + 1)
    const held = order[i] as number
    order[i] = order[j] as number
    order[j] = held
  }
  return order
}
