/** The paper's table with our numbers below its own. */
import { formatAuc, formatInterval, signed } from '../number-format.ts'
import type { PaperRow, PaperScore } from '../paper/paper-table.ts'
import { compareRuns } from '../sweep/evidence.ts'
import { type OwnScore, ownScore } from '../sweep/own-score.ts'
import { cellsOf, dataName, type Setting, settingsOf, sourceName } from '../sweep/settings.ts'
import type { SweepCell } from '../sweep/sweep-results.ts'
import { gapCell, type Piece, type ReportTable, type TableCell, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'
import type { TableSpec } from './table-spec.ts'

/**
 * For each data set a row of the paper, and for each profile and budget a row of ours and one of the differences. Our numbers
 * are means over seeds at the step of the highest validation AUC, with the standard deviation over seeds and DeLong's 95 %
 * interval. Bold: above every other column of its family in the seed-paired test.
 *
 * @throws RangeError if two cells are the same method, arm, setting and seed
 */
export function comparisonTable(
  spec: TableSpec,
  cells: readonly SweepCell[],
  runs: RunIndex,
): ReportTable {
  const arms = spec.columns.map(({ arm }) => arm)
  const settings = settingsOf(
    cells.filter(({ method }) => spec.columns.some((column) => column.method === method)),
    arms,
  ).filter((setting) =>
    spec.columns.some(({ method, arm }) => cellsOf(setting, method, arm).length > 0),
  )
  const own = settings.filter((setting) => !spec.paper.rows.some((row) => isSame(row, setting)))
  return {
    caption: spec.paper.caption,
    columns: [
      { title: 'Data', kind: 'head' },
      { title: 'Source', kind: 'head' },
      ...spec.paper.columns.map((title) => ({ title, kind: 'number' as const })),
    ],
    rows: [
      ...spec.paper.rows.flatMap((row) => [
        paperLine(row, spec),
        ...linesFor(
          settings.filter((setting) => isSame(row, setting)),
          row,
          spec,
          runs,
        ),
      ]),
      ...(spec.takesOwnData
        ? own.flatMap((setting) => ownLines(setting, undefined, spec, runs))
        : []),
    ],
    notes: [`Paper: ${spec.paper.source}.`, note],
  }
}

const note =
  'Ours: mean ± standard deviation over seeds at the step of the highest validation AUC; in brackets the 95 % DeLong interval for the luck of the test images; then the last step; then the seeds. Bold: above every other column it competes with, with p < 0.05 each in the exact sign-flip test paired by seed, which takes six seeds at least.'

function isSame(row: PaperRow, { dataset, imratio }: Setting): boolean {
  return row.dataset === dataset && row.imratio === imratio
}

function paperLine(row: PaperRow, spec: TableSpec): readonly TableCell[] {
  const scores = row.scores.map(({ mean, standardDeviation }) =>
    textCell(withSpread(mean, standardDeviation ?? Number.NaN)),
  )
  return [textCell(dataName(row)), textCell('paper'), ...scores.slice(0, spec.columns.length)]
}

function linesFor(
  settings: readonly Setting[],
  row: PaperRow,
  spec: TableSpec,
  runs: RunIndex,
): readonly (readonly TableCell[])[] {
  if (settings.length > 0)
    return settings.flatMap((setting) => ownLines(setting, row.scores, spec, runs))
  return [
    [textCell(dataName(row)), textCell('ours'), ...spec.columns.map(() => gapCell('not run'))],
  ]
}

function ownLines(
  setting: Setting,
  paper: readonly PaperScore[] | undefined,
  spec: TableSpec,
  runs: RunIndex,
): readonly (readonly TableCell[])[] {
  const groups = spec.columns.map(({ method, arm }) => cellsOf(setting, method, arm))
  const scores = groups.map(ownScore)
  const leaders = spec.families.map((family) => leaderOf(family, groups, scores))
  const head = textCell(dataName(setting))
  const ours = scores.map((score, i) => ({
    pieces: piecesOf(score, runs),
    isBold: leaders.includes(i),
    isGap: score.complete === 0,
  }))
  const lines = [[head, textCell(sourceName(setting)), ...ours]]
  if (!paper) return lines
  const differences = scores.map(({ mean }, i) => {
    const difference = mean - (paper[i]?.mean ?? Number.NaN)
    return Number.isNaN(difference) ? gapCell('–') : textCell(signed(difference))
  })
  return [...lines, [head, textCell(`difference (${setting.profile})`), ...differences]]
}

function piecesOf(score: OwnScore, runs: RunIndex): readonly Piece[] {
  const { mean, standardDeviation, last, interval, complete, planned, cells } = score
  if (planned === 0) return [{ text: 'not run' }]
  const to = runs.refer(cells)
  const seeds =
    complete < planned
      ? `${complete} of ${planned} seeds`
      : `${planned} ${planned === 1 ? 'seed' : 'seeds'}`
  if (complete === 0) return [{ text: seeds, to }]
  return [
    { text: withSpread(mean, standardDeviation), to },
    ...(interval ? [{ text: formatInterval(interval.lower, interval.upper) }] : []),
    { text: `last ${formatAuc(last)}` },
    { text: seeds },
  ]
}

/** The column that is above every other of its family, if the test says so of each. */
function leaderOf(
  family: readonly number[],
  groups: readonly (readonly SweepCell[])[],
  scores: readonly OwnScore[],
): number | undefined {
  const present = family.filter((i) => (scores[i]?.complete ?? 0) > 0)
  const at = (i: number) => groups[i] ?? []
  if (present.length < 2 || present.length < family.length) return undefined
  return present.find((i) =>
    present.every((j) => i === j || compareRuns('', at(i), at(j)).outcome === 'higher'),
  )
}

function withSpread(mean: number, standardDeviation: number): string {
  return Number.isNaN(standardDeviation)
    ? formatAuc(mean)
    : `${formatAuc(mean)} ± ${formatAuc(standardDeviation)}`
}
