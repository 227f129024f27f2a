/** What one task of the job array does. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { cellState, outcomeOf } from '../cell-state.ts'
import { type CellStatus, cellStatus, isTimed } from '../cell-status.ts'
import type { Claim } from '../claim-cell.ts'
import type { CellEnd } from '../run-cell.ts'
import { shareCores } from '../share-cores.ts'
import { type StartCellOptions, startCell } from '../start-cell.ts'
import type { SweepEvent } from '../sweep-event.ts'
import { cellFolder, readSweep } from '../sweep-folder.ts'
import { claimPatiently, type Patience } from './claim-patiently.ts'

/** Options of {@link runSlurmTask}. */
export interface SlurmTaskOptions extends Patience, Pick<StartCellOptions, 'runCell'> {
  /** Stops the run with a checkpoint. */
  readonly signal?: AbortSignal
  /** Hears when the run begins and ends. */
  readonly onEvent?: (event: SweepEvent) => void
}

/** How a task of a job array ended. */
export interface SlurmTaskEnd {
  /** `elsewhere` if the cell was over already, or another process works on it. */
  readonly outcome: CellEnd['outcome'] | 'elsewhere'
  /** For the process: 0; 75 to be run again; 4 after a NaN; 1 where another run is of no use. */
  readonly exitCode: 0 | 1 | 4 | 75
}

/**
 * Claims the cell, runs it in a process of its own, and notes how it ended. A failed one is to be run again, unless it has failed
 * three times; an interrupted one, if it has got further than before.
 *
 * @param name of the cell
 * @throws DataError if no sweep was begun in `out`
 * @throws RangeError if the sweep has no such cell
 */
export async function runSlurmTask(
  out: string,
  name: string,
  options: SlurmTaskOptions,
): Promise<SlurmTaskEnd> {
  const { graceSeconds = 120 } = options
  const cell = readSweep(out).cells.find((each) => each.name === name)
  if (!cell) throw new RangeError(`the sweep in ${out} has no cell ${JSON.stringify(name)}`)
  const folder = cellFolder(out, cell)
  const isOver = () => outcomeOf(cellState(folder)) !== undefined
  const patience = { ...options, isAlone: isTimed(cell) }
  const claim = isOver() ? undefined : await claimPatiently(folder, patience)
  if (!claim) return { outcome: 'elsewhere', exitCode: 0 }
  if (isOver()) {
    claim.release()
    return { outcome: 'elsewhere', exitCode: 0 }
  }
  const before = checkpoints(folder)
  const outcome = await start(cellStatus(out, cell, graceSeconds), claim, options)
  const isFurther = checkpoints(folder) !== before
  return { outcome, exitCode: exitCode(outcome, { isFurther, isGivenUp: isOver() }) }
}

async function start(
  cell: CellStatus,
  claim: Claim,
  { runCell, signal, graceSeconds = 120, onEvent = () => {} }: SlurmTaskOptions,
): Promise<CellEnd['outcome']> {
  const { SLURM_CPUS_PER_TASK: cpus } = process.env
  const { threadsPerJob } = shareCores(cpus === undefined ? {} : { threadsPerJob: Number(cpus) })
  const how = { runCell, threadsPerJob, graceSeconds, onEvent, signal }
  return (await startCell(cell, claim, how)).outcome
}

function exitCode(
  outcome: CellEnd['outcome'],
  { isFurther, isGivenUp }: { readonly isFurther: boolean; readonly isGivenUp: boolean },
): SlurmTaskEnd['exitCode'] {
  if (outcome === 'diverged') return 4
  if (outcome === 'failed') return isGivenUp ? 1 : 75
  // Where the time does not even suffice for the first step, it never will.
  if (outcome === 'preempted') return isFurther ? 75 : 1
  return 0
}

/** What has been saved, to be compared. */
function checkpoints(folder: string): string {
  const path = join(folder, 'checkpoints')
  return existsSync(path) ? readdirSync(path).sort().join() : ''
}
