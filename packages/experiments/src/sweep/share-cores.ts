/** How many runs share the cores of this machine. */
import { availableParallelism } from 'node:os'

export interface CoreShares {
  /** Runs at a time. */
  readonly jobs: number
  /** Threads of each. */
  readonly threadsPerJob: number
}

/**
 * What is not given: two threads for each run, and as many runs as there are cores for.
 *
 * @throws RangeError if a number is not a positive integer
 */
export function shareCores(
  { jobs, threadsPerJob }: Partial<CoreShares>,
  cores: number = availableParallelism(),
): CoreShares {
  for (const [name, value] of Object.entries({ jobs, threadsPerJob }))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a positive integer, got ${value}`)
  const share = (parts: number) => Math.max(1, Math.floor(cores / parts))
  const threads = threadsPerJob ?? (jobs === undefined ? Math.min(2, cores) : share(jobs))
  return { jobs: jobs ?? share(threads), threadsPerJob: threads }
}
