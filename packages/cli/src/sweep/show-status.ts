/** How far a sweep is, study by study. */
import { type CellStatus, type SweepStatus, sweepStatus } from '@deepauc/experiments'
import { showSeconds } from '../show-size.ts'
import { alignedTable } from '../text-table.ts'
import { cellLabel } from './cell-label.ts'
import { unchosenArms, unchosenText } from './unchosen-arms.ts'
import { type SweepFlags, sweepFolder } from './wanted-sweep.ts'

export async function showStatus(flags: SweepFlags): Promise<void> {
  printStatus(await sweepStatus(sweepFolder(flags)), flags.json)
}

export function printStatus(status: SweepStatus, json = false): void {
  console.log(json ? JSON.stringify({ kind: 'status', ...status }) : statusText(status))
}

export function statusText(status: SweepStatus): string {
  const { cells, later, secondsLeft, profile } = status
  const studies = [...new Set(cells.flatMap(({ uses }) => uses.map(({ study }) => study)))]
  const rows = studies.map((study) => {
    const own = cells.filter(({ uses }) => uses.some((use) => use.study === study))
    const count = (state: CellStatus['state']) =>
      String(own.filter((cell) => cell.state === state).length)
    return [study, String(own.length), ...states.map(count)]
  })
  const left = secondsLeft ? `about ${showSeconds(secondsLeft)} left, one by one` : ''
  const more = later > 0 ? `${later} more runs will be known when tuning is over` : ''
  const problems = cells.flatMap((cell) =>
    cell.message === undefined
      ? []
      : [
          `${cell.state}: ${cellLabel(cell.uses)}\n  ${cell.folder}\n  ${cell.message.split('\n').join('\n  ')}`,
        ],
  )
  return [
    alignedTable([`profile ${profile}`, 'runs', ...states], rows),
    ...[more, left].filter(Boolean),
    ...problems,
    ...unchosenArms(status).map(unchosenText),
  ].join('\n')
}

const states = ['done', 'running', 'planned', 'preempted', 'failed', 'diverged', 'lacking'] as const
