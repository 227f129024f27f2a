/** Batches with a fixed number of positives, as AUC losses need them. */
import { endlessWalk } from './endless-walk.ts'
import { rowsByClass } from './rows-by-class.ts'
import { checkBatchSize, checkStep, type Sampler } from './sampler.ts'

/** Options of {@link balancedBatches}. */
export interface BalancedOptions {
  /** Rows of a batch. */
  readonly batchSize: number
  /** The share of positives in a batch, in (0, 1). */
  readonly positiveRate: number
  /** Of the order of rows. */
  readonly seed: number
  /** Samplers of different purpose draw independently, as the pair (S1, S2) of compositional training must. */
  readonly purpose?: string
  /**
   * What counts as an epoch. `'rows'` (default): ⌊n / batchSize⌋ batches, as for uniform ones, so that all methods
   * spend the same per epoch. `'negatives'`: ⌈n₋ / (batchSize − P)⌉ batches, which show every negative once.
   */
  readonly epoch?: 'rows' | 'negatives'
}

/**
 * Batches of P = max(1, ⌊positiveRate · batchSize⌋) positives followed by batchSize − P negatives. Each class is walked
 * through in a random order of its own; when the order ends, even inside a batch, a new one begins, so that
 * between any two rows of a class the number of visits differs by at most one. (LibAUC's `DualSampler` has the same
 * rule, but loses and repeats rows where an order ends.) Where an epoch is all negatives, their order ends with it,
 * and begins again to fill the last batch.
 *
 * @param labels `[n]`, 0 or 1
 * @throws RangeError if a batch has no room for a positive and a negative, or is larger than the data
 * @throws DataError if a class has no row
 */
export function balancedBatches(
  labels: ArrayLike<number>,
  { batchSize, positiveRate, seed, purpose = 'balanced', epoch = 'rows' }: BalancedOptions,
): Sampler {
  checkBatchSize(batchSize, 2, labels.length)
  const p = positivesPerBatch(batchSize, positiveRate)
  const n = batchSize - p
  const { positives, negatives } = rowsByClass(labels)
  const all = Math.ceil(negatives.length / n)
  const passLength = epoch === 'rows' ? negatives.length : all * n
  const nextPositives = endlessWalk(positives, { seed, purpose: `${purpose}/positives` })
  const nextNegatives = endlessWalk(negatives, {
    seed,
    purpose: `${purpose}/negatives`,
    passLength,
  })
  return {
    batchSize,
    batchesPerEpoch: epoch === 'rows' ? Math.floor(labels.length / batchSize) : all,
    seed,
    purpose,
    batch(step) {
      checkStep(step)
      const rows = new Int32Array(batchSize)
      nextPositives(step * p, rows.subarray(0, p))
      nextNegatives(step * n, rows.subarray(p))
      return rows
    },
  }
}

/**
 * P = max(1, ⌊positiveRate · batchSize⌋), as in LibAUC.
 *
 * @throws RangeError if `positiveRate` is not in (0, 1)
 */
export function positivesPerBatch(batchSize: number, positiveRate: number): number {
  if (!(positiveRate > 0 && positiveRate < 1))
    throw new RangeError(`positiveRate must be in (0, 1), got ${positiveRate}`)
  return Math.max(1, Math.trunc(positiveRate * batchSize))
}
