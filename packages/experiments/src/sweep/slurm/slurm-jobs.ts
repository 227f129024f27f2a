/** What the jobs of a sweep on Slurm are to be. */
import { resolve } from 'node:path'
import { checkSbatchOptions } from './sbatch-options.ts'

/** What the jobs of a sweep run, and with which options of `sbatch`. */
export interface SlurmJobs {
  /**
   * Program and arguments that call `runSlurmTask` and end with its exit code; the name of the cell is appended. Paths in it hold
   * on every node.
   */
  readonly runTask: readonly string[]
  /** Program and arguments that call `continueSlurm`. */
  readonly next: readonly string[]
  /** Options of `sbatch` for the tasks, without dashes: `partition=gpu`, `gpus=1`, `time=4:00:00`, `exclusive`. */
  readonly options?: readonly string[]
  /** Those of the small job between two waves. Default: what `options` say of account, partition, qos, reservation and job-name. */
  readonly nextOptions?: readonly string[]
  /** Tasks that run at a time. Default: as many as Slurm has room for. */
  readonly jobs?: number
  /** Tasks of one array at most, in [1, 1000]: Slurm takes no more unless its `MaxArraySize` says so. */
  readonly mostTasks?: number
  /** Slurm tells a task so long before its time limit; saving has to be over then. */
  readonly saveSeconds?: number
}

/** With all defaults. Plain JSON. */
export type CheckedJobs = Required<Omit<SlurmJobs, 'jobs'>> & Pick<SlurmJobs, 'jobs'>

/** Who pays, where, and how it is called. */
const places = /^(account|job-name|partition|qos|reservation)=/

/**
 * @param out the folder of the sweep
 * @throws RangeError if an option is none of `sbatch`, or one that the sweep needs for itself, or a number is out of range, or
 * Slurm could not write logs into the folder
 */
export function checkJobs(out: string, given: SlurmJobs): CheckedJobs {
  const { runTask, next, options = [], mostTasks = 1000, saveSeconds = 120, jobs } = given
  const nextOptions = given.nextOptions ?? options.filter((option) => places.test(option))
  checkSbatchOptions([...options, ...nextOptions])
  const numbers = { mostTasks, saveSeconds, ...(jobs !== undefined && { jobs }) }
  for (const [name, value] of Object.entries(numbers))
    if (!(Number.isInteger(value) && value >= 1))
      throw new RangeError(`${name} must be a positive integer, got ${value}`)
  if (mostTasks > 1000) throw new RangeError(`mostTasks must be at most 1000, got ${mostTasks}`)
  if (/[\\\p{Cc}]/u.test(resolve(out)))
    throw new RangeError(
      `Slurm cannot write logs into a folder with a backslash or a line break in its path, as in ${JSON.stringify(out)}`,
    )
  return { runTask, next, options, nextOptions, ...numbers }
}
