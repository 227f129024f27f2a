/** Batches with a fixed number of positives, as AUC losses need them. */
import { rowsByClass } from './rows-by-class.ts'
import { checkBatchSize, checkStep, type Sampler, shuffledPasses } from './sampler.ts'

export interface BalancedOptions {
  readonly batchSize: number
  /** The share of positives in a batch, in (0, 1). */
  readonly positiveRate: number
  readonly seed: number
  /** Samplers of different purpose draw independently, as the pair (S1, S2) of compositional training must. */
  readonly purpose?: string
}

/**
 * Batches of P = max(1, ⌊positiveRate · batchSize⌋) positives followed by batchSize − P negatives. Each class is
 * walked through in a random order of its own; when the order ends, even inside a batch, a new one begins, so that
 * between any two rows of a class the number of visits differs by at most one. (LibAUC's `DualSampler` has the same
 * rule, but loses and repeats rows where an order ends.) An epoch is ⌊n / batchSize⌋ batches, as for uniform ones.
 *
 * @param labels `[n]`, 0 or 1
 * @throws RangeError if a batch has no room for a positive and a negative, or is larger than the data
 * @throws DataError if a class has no row
 */
export function balancedBatches(
  labels: ArrayLike<number>,
  { batchSize, positiveRate, seed, purpose = 'balanced' }: BalancedOptions,
): Sampler {
  checkBatchSize(batchSize, 2, labels.length)
  if (!(positiveRate > 0 && positiveRate < 1))
    throw new RangeError(`positiveRate must be in (0, 1), got ${positiveRate}`)
  const positivesPerBatch = Math.max(1, Math.trunc(positiveRate * batchSize))
  const { positives, negatives } = rowsByClass(labels)
  const nextPositives = endlessWalk(positives, { seed, purpose: `${purpose}/positives` })
  const nextNegatives = endlessWalk(negatives, { seed, purpose: `${purpose}/negatives` })
  return {
    batchSize,
    batchesPerEpoch: Math.floor(labels.length / batchSize),
    seed,
    purpose,
    batch(step) {
      checkStep(step)
      const rows = new Int32Array(batchSize)
      nextPositives(step * positivesPerBatch, rows.subarray(0, positivesPerBatch))
      const negativesPerBatch = batchSize - positivesPerBatch
      nextNegatives(step * negativesPerBatch, rows.subarray(positivesPerBatch))
      return rows
    },
  }
}

/** Fills `into` from position `start` of the endless row of shuffled passes over `members`. */
function endlessWalk(
  members: Int32Array,
  key: { readonly seed: number; readonly purpose: string },
): (start: number, into: Int32Array) => void {
  const orderOf = shuffledPasses(members, key)
  return (start, into) => {
    for (let filled = 0; filled < into.length; ) {
      const at = (start + filled) % members.length
      const order = orderOf(Math.floor((start + filled) / members.length))
      const piece = order.subarray(at, at + into.length - filled)
      into.set(piece, filled)
      filled += piece.length
    }
  }
}
