/** Runs a sweep on Slurm. */
import { resolve } from 'node:path'
import {
  continueSlurm,
  runSlurmTask,
  type SlurmSubmission,
  submitSlurm,
  sweepStatus,
} from '@deepauc/experiments'
import { given } from '../given.ts'
import { patientSignal } from '../interrupt-signal.ts'
import { type CellFlags, cellCommand, sweepCommandOf } from './cell-command.ts'
import { checkComplete } from './check-complete.ts'
import { type RetryFlag, retried } from './retried.ts'
import { printStatus } from './show-status.ts'
import { begunSweep, type SweepFlags, sweepFolder } from './wanted-sweep.ts'

export interface SlurmFlags extends SweepFlags, CellFlags, RetryFlag {
  readonly jobs?: number
  readonly slurmOption?: readonly string[]
  readonly slurmNextOption?: readonly string[]
}

/** @throws Error if jobs of the sweep are under way, or Slurm refuses them */
export async function submitSweep(flags: SlurmFlags): Promise<void> {
  const out = resolve(await begunSweep(flags))
  const { slurmOption: options, slurmNextOption: nextOptions, jobs } = flags
  const submission = await submitSlurm(out, {
    ...given({ options, nextOptions, jobs }),
    retry: retried(flags),
    runTask: sweepCommandOf(['--out', out, '--task'], flags),
    next: sweepCommandOf(['--engine', 'slurm', '--out', out, '--next']),
  })
  await tell(out, submission, flags.json)
}

/** The job between two waves. @throws Error if nothing can be submitted although something is not done */
export async function submitNextWave(flags: SweepFlags): Promise<void> {
  const out = sweepFolder(flags)
  await tell(out, await continueSlurm(out), flags.json)
}

/** One task of a job array, whose exit code asks for another run of it. */
export async function runTask(name: string, flags: SweepFlags & CellFlags): Promise<void> {
  const { outcome, exitCode } = await runSlurmTask(sweepFolder(flags), name, {
    runCell: ({ folder }) => cellCommand(folder, flags),
    signal: patientSignal('stopped'),
  })
  console.log(`${outcome}, exit code ${exitCode}`)
  process.exitCode = exitCode
}

async function tell(
  out: string,
  submission: SlurmSubmission | undefined,
  json = false,
): Promise<void> {
  if (submission) {
    const { wave, cells, arrayJob, nextJob } = submission
    const text = `wave ${wave}: job array ${arrayJob} with ${cells} runs, and job ${nextJob} after it`
    console.log(json ? JSON.stringify({ kind: 'submission', ...submission }) : text)
    return
  }
  const status = await sweepStatus(out)
  printStatus(status, json)
  // What waits is in a later wave, or another process has it: it was not left.
  checkComplete(status, ['sweep', '--engine', 'slurm', '--out', out], { isUnderWay: true })
}
