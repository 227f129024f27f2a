/** From a begun sweep to jobs of Slurm, wave by wave. */
import { readAttempts } from '../attempts.ts'
import { type CellStatus, isOver, isTimed } from '../cell-status.ts'
import { updateSweep } from '../sweep-folder.ts'
import { type SweepStatus, sweepStatus } from '../sweep-status.ts'
import { arrayScript, nextScript, type Wave } from './batch-scripts.ts'
import type { Patience } from './claim-patiently.ts'
import { forgiveFailures } from './forgive-failures.ts'
import { noteLostTasks } from './note-lost-tasks.ts'
import { activeJobs, release, sbatch, scancel } from './slurm-commands.ts'
import { type CheckedJobs, checkJobs, type SlurmJobs } from './slurm-jobs.ts'
import {
  lastWave,
  listText,
  readJobs,
  readWave,
  recordWave,
  slurmFolder,
  waveFiles,
  writeJobs,
  writeWave,
} from './wave-files.ts'

/** Options of {@link submitSlurm}. */
export interface SubmitOptions extends SlurmJobs {
  /** What is tried again although it is over. */
  readonly retry?: readonly ('failed' | 'diverged')[]
}

/** A wave that Slurm has accepted, by its job ids. */
export interface SlurmSubmission {
  readonly wave: number
  /** Tasks of the array. */
  readonly cells: number
  readonly arrayJob: string
  /** Comes after the array, and submits the next wave. */
  readonly nextJob: string
}

/**
 * Writes the scripts for all cells that can run now into `out/slurm`, to be submitted by hand: the array, and after it the job that
 * goes on.
 *
 * @returns undefined if no cell can run
 * @throws DataError if no sweep was begun in `out`
 * @throws RangeError as `SlurmJobs` says
 */
export async function writeSlurmJobs(out: string, jobs: SlurmJobs): Promise<Wave | undefined> {
  const checked = checkJobs(out, jobs)
  const wave = await newWave(out, await sweepStatus(out), checked)
  if (wave) writeJobs(out, checked)
  return wave?.wave
}

/**
 * Writes and submits the first wave: a job array for all cells that can run now, and a job that submits the next wave after it,
 * until nothing is left to do. Cells that are over, or that other processes work on, are left out.
 *
 * @returns undefined if no cell can run
 * @throws DataError if no sweep was begun in `out`
 * @throws RangeError as `SlurmJobs` says
 * @throws Error if jobs of this sweep are under way already, or Slurm refuses them
 */
export async function submitSlurm(
  out: string,
  { retry = [], ...jobs }: SubmitOptions,
): Promise<SlurmSubmission | undefined> {
  const checked = checkJobs(out, jobs)
  const active = await jobsUnderWay(out)
  if (active.length > 0)
    throw new Error(`the sweep is under way; to end its jobs: scancel ${active.join(' ')}`)
  writeJobs(out, checked)
  forgiveFailures((await sweepStatus(out)).cells, retry)
  return submit(out, await sweepStatus(out), checked)
}

/**
 * For the job after a wave: submits the next one. Cells whose tasks were killed count as failed.
 *
 * @returns undefined if nothing is left to do, or a later wave is under way
 * @throws Error if nothing has ended in the last wave: then it would be the same again
 * @throws DataError if the sweep was not submitted
 */
export async function continueSlurm(
  out: string,
  patience: Patience = {},
): Promise<SlurmSubmission | undefined> {
  const jobs = readJobs(out)
  const last = readWave(out)
  // Slurm may start this job again, after its node was lost.
  if (last?.nextJob !== process.env.SLURM_JOB_ID && (await jobsUnderWay(out)).length > 0)
    return undefined
  const before = await sweepStatus(out, patience)
  await noteLostTasks(
    before.cells.filter(({ name }) => last?.cells.includes(name)),
    patience,
  )
  const status = await sweepStatus(out, patience)
  if (last && waiting(status).length > 0 && ends(status) === last.ends)
    throw new Error(
      `no run of wave ${last.number} has ended: see ${slurmFolder(out)}/logs/${last.arrayJob}_*.txt, and submit the sweep again`,
    )
  return submit(out, status, jobs)
}

async function submit(
  out: string,
  status: SweepStatus,
  jobs: CheckedJobs,
): Promise<SlurmSubmission | undefined> {
  const { wave, cells } = (await newWave(out, status, jobs)) ?? {}
  if (!wave || !cells) return undefined
  // No task begins before all is written down.
  const arrayJob = await sbatch(wave.arrayScript, ['--hold'])
  let nextJob: string | undefined
  try {
    nextJob = await sbatch(wave.nextScript, [`--dependency=afterany:${arrayJob}`])
    const names = cells.map(({ name }) => name)
    recordWave(out, wave.number, { arrayJob, nextJob, cells: names, ends: ends(status) })
    await release(arrayJob)
    return { wave: wave.number, cells: cells.length, arrayJob, nextJob }
  } catch (error) {
    await scancel(nextJob === undefined ? [arrayJob] : [nextJob, arrayJob])
    throw error
  }
}

async function newWave(
  out: string,
  status: SweepStatus,
  jobs: CheckedJobs,
): Promise<{ readonly wave: Wave; readonly cells: readonly CellStatus[] } | undefined> {
  const ready = waiting(status)
  const shared = ready.filter((cell) => !isTimed(cell))
  const isAlone = shared.length === 0
  const cells = (isAlone ? ready : shared).slice(0, jobs.mostTasks)
  if (cells.length === 0) return undefined
  updateSweep(out, status)
  const number = lastWave(out) + 1
  const files = waveFiles(out, number)
  // The name is that of a file, and becomes part of a comment.
  const profile = status.profile.replaceAll(/\p{Cc}/gu, ' ')
  const wave = { number, profile, cells: cells.length, isAlone, ...files }
  const texts = { array: arrayScript(wave, jobs), next: nextScript(wave, jobs) }
  writeWave(files, { ...texts, list: listText(cells) })
  return { wave, cells }
}

function waiting({ cells }: SweepStatus): CellStatus[] {
  return cells.filter((cell) => !isOver(cell) && cell.state !== 'running')
}

async function jobsUnderWay(out: string): Promise<string[]> {
  const { arrayJob, nextJob } = readWave(out) ?? {}
  return arrayJob && nextJob ? activeJobs([arrayJob, nextJob]) : []
}

/** Grows with every run that ends in any way but an interruption. */
function ends({ cells }: SweepStatus): number {
  const attempts = cells.flatMap(({ folder }) => readAttempts(folder))
  return attempts.filter(({ outcome }) => ['done', 'diverged', 'failed'].includes(outcome)).length
}
