/** What all samplers share. */
import { permutation, randomStream } from '@deepauc/random'

/**
 * Says which rows each training step reads, as a pure function of the step: there is no position to save, and
 * a resumed run draws the same batches. Two samplers that differ in `purpose` draw independently of each other.
 */
export interface Sampler {
  readonly batchSize: number
  readonly batchesPerEpoch: number
  readonly seed: number
  readonly purpose: string
  /**
   * The rows of batch `step`, counted from 0 through all epochs.
   *
   * @returns `[batchSize]`
   * @throws RangeError if `step` is not a safe integer ≥ 0
   */
  batch(step: number): Int32Array
}

/** `members` in a new random order for every pass; the last order is remembered. */
export function shuffledPasses(
  members: Int32Array,
  { seed, purpose }: { readonly seed: number; readonly purpose: string },
): (pass: number) => Int32Array {
  let known = -1
  let order = members
  return (pass) => {
    if (pass !== known) {
      const positions = permutation(members.length, randomStream({ seed, purpose, epoch: pass }))
      order = positions.map((at) => members[at] as number)
      known = pass
    }
    return order
  }
}

/** @throws RangeError if `step` is not a safe integer ≥ 0 */
export function checkStep(step: number): void {
  if (!Number.isSafeInteger(step) || step < 0)
    throw new RangeError(`a step must be a safe integer ≥ 0, got ${step}`)
}

/** @throws RangeError if `batchSize` is not an integer in [`least`, `count`] */
export function checkBatchSize(batchSize: number, least: number, count: number): void {
  if (Number.isInteger(batchSize) && batchSize >= least && batchSize <= count) return
  throw new RangeError(`batchSize must be an integer from ${least} to ${count}, got ${batchSize}`)
}
