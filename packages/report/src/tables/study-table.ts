/** The table of a study that is like none of the paper's. */
import { ownScore } from '../sweep/own-score.ts'
import type { StudyOutline, SweepCell } from '../sweep/sweep-results.ts'
import { numberColumns, type ReportTable, safeName, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'
import { leaderOf, scoreCell, scoreNote } from './score-cell.ts'

/**
 * Rows and columns of the study, or columns and rows where that is narrower. The columns of the study compete with each other in
 * each row.
 */
export function studyTable(
  { name, description, rows, columns }: StudyOutline,
  cells: readonly SweepCell[],
  runs: RunIndex,
): ReportTable {
  const finished = rows.map((row) => {
    const groups = columns.map((column) => finalRuns(cells, { study: name, row, column }))
    const leader = leaderOf(groups)
    return groups.map((group, i) => scoreCell(ownScore(group), runs, i === leader))
  })
  const isTurned = columns.length > rows.length
  const [down, across] = isTurned ? [columns, rows] : [rows, columns]
  return {
    name: `study-${safeName(name)}`,
    caption: `${description}: test AUC`,
    columns: [{ title: isTurned ? 'Column' : 'Row', kind: 'head' }, ...numberColumns(...across)],
    rows: down.map((title, i) => [
      textCell(title),
      ...across.map((_, j) => {
        const cell = isTurned ? finished[j]?.[i] : finished[i]?.[j]
        return cell ?? textCell('–')
      }),
    ]),
    notes: [
      scoreNote,
      `Of each ${isTurned ? 'column' : 'row'} of this table, the numbers in it compete with each other.`,
    ],
  }
}

function finalRuns(
  cells: readonly SweepCell[],
  { study, row, column }: { study: string; row: string; column: string },
): readonly SweepCell[] {
  return cells
    .filter(({ places }) =>
      places.some(
        (place) =>
          place.role === 'final' &&
          place.study === study &&
          place.row === row &&
          place.column === column,
      ),
    )
    .sort((a, b) => a.seed - b.seed)
}
