/** What was run of what the profile asks for. */
import { formatCount } from '../number-format.ts'
import type { StudyOutline, SweepCell } from '../sweep/sweep-results.ts'
import { numberColumns, type ReportTable, type TableCell, textCell } from './report-table.ts'

const states: readonly (readonly [title: string, state: SweepCell['state']])[] = [
  ['Complete', 'done'],
  ['Running', 'running'],
  ['Failed', 'failed'],
  ['Diverged', 'diverged'],
  ['Without data', 'lacking'],
]

/** A line for each study; a run that has a place in two counts in both. */
export function coverageTable(
  studies: readonly StudyOutline[],
  cells: readonly SweepCell[],
): ReportTable {
  return {
    name: 'coverage',
    caption: 'What was run',
    columns: [
      { title: 'Study', kind: 'head' },
      { title: 'What it compares', kind: 'text' },
      ...numberColumns('Final runs', ...states.map(([title]) => title), 'Not begun', 'Tuning runs'),
    ],
    rows: studies.map((study) => lineOf(study, cells)),
    notes: [
      'Final runs: one for each row, column and seed. Tuning runs, complete and all that are known: they chose settings by their validation AUC, with seeds of their own.',
    ],
  }
}

function lineOf(
  { name, description, rows, columns, seeds }: StudyOutline,
  cells: readonly SweepCell[],
): readonly TableCell[] {
  const inRole = (role: 'final' | 'tuning') =>
    cells.filter(({ places }) =>
      places.some((place) => place.study === name && place.role === role),
    )
  const [finals, tuning] = [inRole('final'), inRole('tuning')]
  const planned = rows.length * columns.length * seeds
  const counts = states.map(([, state]) => placesIn(finals, name, state))
  const left = planned - counts.reduce((sum, count) => sum + count, 0)
  const isDone = tuning.filter(({ state }) => state === 'done').length
  return [
    textCell(name),
    textCell(description),
    ...[planned, ...counts, left].map((count) => textCell(formatCount(count))),
    textCell(tuning.length === 0 ? '–' : `${formatCount(isDone)} of ${formatCount(tuning.length)}`),
  ]
}

/** Final places of a study whose runs are in a state; a run may fill several. */
function placesIn(cells: readonly SweepCell[], study: string, state: SweepCell['state']): number {
  return cells
    .filter((cell) => cell.state === state)
    .flatMap(({ places }) => places)
    .filter((place) => place.study === study && place.role === 'final').length
}
