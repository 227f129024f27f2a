/** The paper's table with our numbers below its own. */
import { signed } from '../number-format.ts'
import type { PaperRow } from '../paper/paper-table.ts'
import { ownScore } from '../sweep/own-score.ts'
import { cellsOf, dataName, type Setting, settingsOf, sourceName } from '../sweep/settings.ts'
import type { SweepCell } from '../sweep/sweep-results.ts'
import {
  gapCell,
  numberCell,
  numberColumns,
  type ReportTable,
  type TableCell,
  textCell,
} from './report-table.ts'
import type { RunIndex } from './run-index.ts'
import { leaderOf, scoreCell, scoreNote, testChosenCell, withSpread } from './score-cell.ts'
import type { TableSpec } from './table-spec.ts'

/**
 * Rows of ours on other data; then for each data set of the paper its row, and for each profile, network and budget a row of ours and one of the differences. Our
 * numbers are means over seeds at the step of the highest validation AUC, with the standard deviation over seeds and DeLong's
 * 95 % interval. Bold: above every other column of its family in the seed-paired test.
 *
 * @throws RangeError if two cells are the same method, arm, setting and seed
 */
export function comparisonTable(
  spec: TableSpec,
  cells: readonly SweepCell[],
  runs: RunIndex,
): ReportTable {
  const settings = settingsIn(spec, cells)
  const own = settings.filter((setting) => !spec.paper.rows.some((row) => isSame(row, setting)))
  return {
    name: `table-${spec.paper.number}`,
    caption: spec.paper.caption,
    columns: [
      { title: 'Data', kind: 'head' },
      { title: 'Source', kind: 'head' },
      ...numberColumns(...spec.columns.map(({ title }) => title)),
    ],
    rows: [
      ...(spec.takesOwnData
        ? own.flatMap((setting) => ownLines(setting, undefined, spec, runs))
        : []),
      ...spec.paper.rows.flatMap((row) => {
        const ours = settings.filter((setting) => isSame(row, setting))
        const lines = ours.flatMap((setting) => ownLines(setting, row, spec, runs))
        return [paperLine(row, spec, lines.length > 0), ...lines]
      }),
    ],
    notes: [`Paper: ${spec.paper.source}.`, scoreNote, ...spec.notes],
  }
}

/** Whether any run that is complete stands in it. */
export function hasRuns(spec: TableSpec, cells: readonly SweepCell[]): boolean {
  const isShown = (setting: Setting) =>
    spec.takesOwnData || spec.paper.rows.some((row) => isSame(row, setting))
  const complete = cells.filter(({ result }) => result)
  return settingsIn(spec, complete).some(isShown)
}

function settingsIn({ columns }: TableSpec, cells: readonly SweepCell[]): readonly Setting[] {
  const wanted = cells.filter(({ method, arms }) =>
    columns.some((column) => column.method === method && arms.includes(column.arm)),
  )
  return settingsOf(
    wanted,
    columns.map(({ arm }) => arm),
  )
}

function isSame(row: PaperRow, { dataset, imratio }: Setting): boolean {
  return row.dataset === dataset && row.imratio === imratio
}

function paperLine(row: PaperRow, { columns }: TableSpec, hasOurs: boolean): readonly TableCell[] {
  const scores = columns.map(({ paper = -1 }) => {
    const score = row.scores[paper]
    return score
      ? textCell(withSpread(score.mean, score.standardDeviation ?? Number.NaN))
      : gapCell('–')
  })
  return [textCell(dataName(row)), textCell(hasOurs ? 'paper' : 'paper; ours: not run'), ...scores]
}

function ownLines(
  setting: Setting,
  row: PaperRow | undefined,
  { columns, families }: TableSpec,
  runs: RunIndex,
): readonly (readonly TableCell[])[] {
  const groups = columns.map(({ method, arm }) => cellsOf(setting, method, arm))
  const scores = columns.map(({ chosenOn }, i) => ownScore(groups[i] ?? [], chosenOn))
  const leaders = families.map((family) => {
    const leader = leaderOf(family.map((i) => groups[i] ?? []))
    return leader === undefined ? undefined : family[leader]
  })
  const head = textCell(dataName(setting))
  const ours = scores.map((score, i) =>
    columns[i]?.chosenOn === 'test'
      ? testChosenCell(score, runs)
      : scoreCell(score, runs, leaders.includes(i)),
  )
  const lines = [[head, textCell(sourceName(setting)), ...ours]]
  if (!row) return lines
  const differences = scores.map(({ mean, cells }, i) => {
    const difference = mean - (row.scores[columns[i]?.paper ?? -1]?.mean ?? Number.NaN)
    return Number.isNaN(difference)
      ? gapCell('–')
      : numberCell(signed(difference), runs.refer(cells))
  })
  return [...lines, [head, textCell(`difference (${setting.profile})`), ...differences]]
}
