/** Batches in order, for evaluation. */
import { checkBatchSize, checkStep, type Sampler } from './sampler.ts'

/**
 * Rows 0 … `count` − 1 in order. An epoch's last batch is shorter where `batchSize` does not divide `count`.
 *
 * @throws RangeError if `batchSize` is not an integer ≥ 1
 */
export function orderedBatches(count: number, { batchSize }: { batchSize: number }): Sampler {
  checkBatchSize(batchSize, 1, Number.MAX_SAFE_INTEGER)
  const batchesPerEpoch = Math.ceil(count / batchSize)
  return {
    batchSize,
    batchesPerEpoch,
    seed: 0,
    purpose: 'ordered',
    batch(step) {
      checkStep(step)
      const start = (step % batchesPerEpoch) * batchSize
      return Int32Array.from({ length: Math.min(batchSize, count - start) }, (_, i) => start + i)
    },
  }
}
