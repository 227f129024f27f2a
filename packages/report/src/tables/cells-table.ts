/** Every run, with the command that repeats it. */
import { formatAuc, formatCount } from '../number-format.ts'
import { dataName, sourceName } from '../sweep/settings.ts'
import type { SweepCell, Tuning } from '../sweep/sweep-results.ts'
import { cellAnchor, gapCell, type ReportTable, textCell } from './report-table.ts'

export function cellsTable(cells: readonly SweepCell[]): ReportTable {
  return {
    caption: 'Cells of the sweep',
    columns: [
      { title: 'Cell', kind: 'head' },
      { title: 'Run', kind: 'text' },
      ...['Validation AUC', 'Test AUC', 'Last', 'Seconds', 'Gradient evaluations'].map((title) => ({
        title,
        kind: 'number' as const,
      })),
      { title: 'Command', kind: 'code' },
    ],
    rows: cells.map((cell) => [
      { ...textCell(cell.id), anchor: cellAnchor(cell.id) },
      textCell(
        `${cell.method} (${cell.arms.join(', ')}), ${dataName(cell)}, seed ${cell.seed}`,
        `${sourceName(cell)}${settingsText(cell.settings, '; ')}`,
      ),
      ...numbersOf(cell),
      textCell(cell.command),
    ]),
    notes: [],
  }
}

/** How many settings each method was tuned over. */
export function tuningTable(tuning: readonly Tuning[]): ReportTable {
  return {
    caption: 'Settings tried on validation AUC',
    columns: [
      { title: 'Method', kind: 'head' },
      { title: 'Data', kind: 'text' },
      { title: 'Tried', kind: 'number' },
      { title: 'Chosen', kind: 'text' },
    ],
    rows: tuning.map((one) => [
      textCell(one.method),
      textCell(dataName(one)),
      textCell(formatCount(one.configurations)),
      textCell(settingsText(one.chosen, '')),
    ]),
    notes: [],
  }
}

function numbersOf({ result, failure }: SweepCell) {
  if (!result) {
    const reason = failure === undefined ? 'not run' : `failed: ${failure}`
    return [gapCell(reason), ...Array.from({ length: 4 }, () => gapCell('–'))]
  }
  const { validationAuc, testAuc, seconds, gradientEvaluations } = result
  return [
    ...[validationAuc, testAuc.best, testAuc.last].map((auc) => textCell(formatAuc(auc))),
    textCell(formatCount(seconds, 1)),
    textCell(formatCount(gradientEvaluations)),
  ]
}

function settingsText(settings: SweepCell['settings'], before: string): string {
  const entries = Object.entries(settings).map(([name, value]) => `${name} ${value}`)
  return entries.length === 0 ? '' : `${before}${entries.join(', ')}`
}
