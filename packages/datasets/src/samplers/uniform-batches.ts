/** Batches drawn uniformly, as cross-entropy training wants them. */
import { checkBatchSize, checkStep, type Sampler, shuffledPasses } from './sampler.ts'

/** Options of {@link uniformBatches}. */
export interface UniformOptions {
  /** Rows of a batch. */
  readonly batchSize: number
  /** Of the order of rows. */
  readonly seed: number
  /** Samplers of different purpose draw independently. */
  readonly purpose?: string
}

/**
 * Batches without replacement from rows 0 … `count` − 1, in a new order every epoch. The
 * `count` mod `batchSize` rows at the end of an epoch's order are left out.
 *
 * @throws RangeError if `batchSize` is not an integer in [1, `count`]
 */
export function uniformBatches(
  count: number,
  { batchSize, seed, purpose = 'uniform' }: UniformOptions,
): Sampler {
  checkBatchSize(batchSize, 1, count)
  const batchesPerEpoch = Math.floor(count / batchSize)
  const rows = Int32Array.from({ length: count }, (_, row) => row)
  const orderOf = shuffledPasses(rows, { seed, purpose })
  return {
    batchSize,
    batchesPerEpoch,
    seed,
    purpose,
    batch(step) {
      checkStep(step)
      const at = (step % batchesPerEpoch) * batchSize
      return orderOf(Math.floor(step / batchesPerEpoch)).slice(at, at + batchSize)
    },
  }
}
