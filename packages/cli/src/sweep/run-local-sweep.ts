/** Runs a sweep on this machine and shows it. */
import { fileURLToPath } from 'node:url'
import {
  beginSweep,
  runSweep,
  type SweepEvent,
  type SweepProgress,
  type SweepStatus,
} from '@deepauc/experiments'
import { commandLine } from '../command-line.ts'
import { given } from '../given.ts'
import { interruptSignal } from '../interrupt-signal.ts'
import { showSeconds } from '../show-size.ts'
import { cellLabel } from './cell-label.ts'
import { checkComplete, statusText } from './show-status.ts'
import { type SweepFlags as SweepChoice, sweepFolder, wantedSweep } from './wanted-sweep.ts'

export interface SweepFlags extends SweepChoice {
  readonly jobs?: number
  readonly threads?: number
  readonly retry?: 'failed' | 'diverged' | 'all'
}

const bin = fileURLToPath(new URL('../../bin/deepauc.mjs', import.meta.url))

/**
 * @param cellArguments options of the command that runs one cell
 * @throws InterruptedError after a signal, when all running cells have saved a checkpoint
 * @throws Error if cells have failed, and as `beginSweep`
 */
export async function runLocalSweep(
  flags: SweepFlags,
  cellArguments: readonly string[],
): Promise<void> {
  const out = sweepFolder(flags)
  const { jobs, threads: threadsPerJob, retry, json = false } = flags
  const wanted = await wantedSweep(flags)
  if (wanted) await beginSweep(wanted.profile, out, wanted)
  const again = commandLine(process.argv.slice(2))
  const signal = interruptSignal(`stopped; go on with: ${again}`)
  const tell = (event: SweepEvent) => console.log(JSON.stringify(event))
  const status = await runSweep(out, {
    ...given({ jobs, threadsPerJob }),
    ...(retry && { retry: retry === 'all' ? ['failed', 'diverged'] : [retry] }),
    runCell: ({ folder }) => [process.execPath, bin, 'sweep', '--cell', folder, ...cellArguments],
    signal,
    onEvent: json ? tell : narrate,
  })
  showEnd(out, status, json)
  checkComplete(status)
}

function showEnd(out: string, status: SweepStatus, json: boolean): void {
  if (json) console.log(JSON.stringify({ kind: 'status', ...status }))
  else console.log(`\n${statusText(status)}\n\nReport: ${commandLine(['report', out])}`)
}

/** Lines for people; how far all is comes after every end. */
function narrate(event: SweepEvent): void {
  if (event.kind === 'start') console.log(`begin  ${cellLabel(event.cell.uses)}`)
  if (event.kind === 'end') console.log(endText(event))
  if (event.kind === 'progress') console.log(`       ${progressText(event)}`)
}

function endText({
  outcome,
  seconds,
  message,
  cell,
}: Extract<SweepEvent, { readonly kind: 'end' }>): string {
  const line = `${outcome.padEnd(6)} ${cellLabel(cell.uses)}, ${showSeconds(seconds)}`
  return [line, ...(message?.split('\n') ?? [])].join('\n       ')
}

function progressText({ counts, cells, left, later, secondsLeft }: SweepProgress): string {
  const more = later > 0 ? `, ${later} more when tuning is over` : ''
  const failed = counts.failed + counts.diverged
  return [
    `${counts.done} of ${cells} runs done${more}`,
    ...(failed > 0 ? [`${failed} failed or diverged`] : []),
    ...(secondsLeft !== undefined && left + later > 0
      ? [`about ${showSeconds(secondsLeft)} left`]
      : []),
  ].join('; ')
}
