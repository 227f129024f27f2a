/** Every run, with the command that repeats it. */
import { formatAuc, formatCount, formatInterval } from '../number-format.ts'
import { dataName, sourceName } from '../sweep/settings.ts'
import type { CellResult, SweepCell } from '../sweep/sweep-results.ts'
import { testInterval } from '../sweep/test-interval.ts'
import { cellAnchor, gapCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import { settingsText } from './settings-text.ts'

export function cellsTable(cells: readonly SweepCell[]): ReportTable {
  return {
    name: 'cells',
    caption: 'Cells of the sweep',
    columns: [
      { title: 'Cell', kind: 'head' },
      { title: 'Run', kind: 'text' },
      ...numberColumns(
        'Validation AUC',
        'Test AUC',
        '95 % DeLong',
        'Last',
        'Seconds',
        'Gradient evaluations',
      ),
      { title: 'Command', kind: 'code' },
    ],
    rows: cells.map((cell) => [
      { ...textCell(cell.id), anchor: cellAnchor(cell.id) },
      textCell(
        `${cell.method} (${rolesOf(cell).join(', ')}), ${dataName(cell)}, seed ${cell.seed}`,
        [sourceName(cell), settingsText(cell.settings)].filter(Boolean).join('; '),
      ),
      ...(cell.result ? numbersOf(cell.result) : gapsOf(cell)),
      textCell(cell.command),
    ]),
    notes: [],
  }
}

/** What it is compared as, where it stands, and what it has tuned. */
function rolesOf({ arms, places }: SweepCell): readonly string[] {
  const own = places
    .filter(({ role }) => role === 'tuning' || arms.length === 0)
    .map(({ role, study, column }) => (role === 'tuning' ? 'tuning' : `${study} ${column}`))
  return [...arms, ...new Set(own)]
}

function numbersOf(result: CellResult) {
  const { validationAuc, testAuc, seconds, gradientEvaluations } = result
  const interval = testInterval(result)
  return [
    aucCell(validationAuc),
    aucCell(testAuc.best),
    interval ? textCell(formatInterval(interval.lower, interval.upper)) : gapCell('–'),
    aucCell(testAuc.last),
    textCell(formatCount(seconds, 1)),
    textCell(formatCount(gradientEvaluations)),
  ]
}

/** No validation AUC of a run may have been a number. */
function aucCell(auc: number) {
  return Number.isNaN(auc) ? gapCell('–') : textCell(formatAuc(auc))
}

const words: Readonly<Record<SweepCell['state'], string>> = {
  done: 'result is missing',
  running: 'running',
  waiting: 'not run',
  failed: 'failed',
  diverged: 'diverged',
  lacking: 'not run',
}

function gapsOf({ state, message, soFar }: SweepCell) {
  const reason = message === undefined ? words[state] : `${words[state]}: ${message}`
  return [
    soFar && !Number.isNaN(soFar.validationAuc)
      ? { ...textCell(reason, `${formatAuc(soFar.validationAuc)} so far`), isGap: true }
      : gapCell(reason),
    ...Array.from({ length: 4 }, () => gapCell('–')),
    soFar ? textCell(formatCount(soFar.gradientEvaluations)) : gapCell('–'),
  ]
}
