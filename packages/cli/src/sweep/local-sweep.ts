/** Runs a sweep on this machine and shows it. */
import { runSweep, type SweepEvent, type SweepProgress } from '@deepauc/experiments'
import { commandLine } from '../command-line.ts'
import { given } from '../given.ts'
import { interruptSignal } from '../interrupt-signal.ts'
import { showSeconds } from '../show-size.ts'
import { type CellFlags, cellCommand, reportHint } from './cell-command.ts'
import { cellLabel } from './cell-label.ts'
import { checkComplete } from './check-complete.ts'
import { type RetryFlag, retried } from './retried.ts'
import { printStatus, statusText } from './show-status.ts'
import { begunSweep, type SweepFlags } from './wanted-sweep.ts'

export interface LocalFlags extends SweepFlags, CellFlags, RetryFlag {
  readonly jobs?: number
  readonly threads?: number
}

/**
 * @throws InterruptedError after a signal, when all running cells have saved a checkpoint
 * @throws Error as `checkComplete` if anything is not done, and as `beginSweep`
 */
export async function runLocalSweep(flags: LocalFlags): Promise<void> {
  const out = await begunSweep(flags)
  const { jobs, threads: threadsPerJob, json = false } = flags
  const again = process.argv.slice(2)
  const tell = (event: SweepEvent) => console.log(JSON.stringify(event))
  const status = await runSweep(out, {
    ...given({ jobs, threadsPerJob }),
    retry: retried(flags),
    runCell: ({ folder }) => cellCommand(folder, flags),
    signal: interruptSignal(`stopped; go on with: ${commandLine(again)}`),
    onEvent: json ? tell : narrate,
  })
  if (json) printStatus(status, json)
  else console.log(`\n${statusText(status)}\n\n${reportHint(out)}`)
  checkComplete(status, again)
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
