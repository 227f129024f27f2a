/** The methods over all data sets of a profile. */

import { holm } from '@deepauc/metrics'
import { formatAuc, formatPValue, pText } from '../number-format.ts'
import { friedmanTest } from '../statistics/friedman.ts'
import { interquartileMean } from '../statistics/moments.ts'
import { wilcoxonTest } from '../statistics/wilcoxon.ts'
import { baselines, methods } from '../sweep/methods.ts'
import { ownScore } from '../sweep/own-score.ts'
import { cellsOf, settingsOf } from '../sweep/settings.ts'
import type { MethodName, SweepCell } from '../sweep/sweep-results.ts'
import { gapCell, numberCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'

/** Nothing with fewer than two data sets on which all methods are complete. */
export function acrossDataTable(
  cells: readonly SweepCell[],
  profile: string,
  runs: RunIndex,
): ReportTable | undefined {
  const groups = settingsOf(
    cells.filter((cell) => cell.profile === profile),
    ['tuned'],
  ).map((setting) => methods.map((method) => cellsOf(setting, method, 'tuned')))
  const whole = groups.filter((row) => row.every((runs) => runs.some(({ result }) => result)))
  if (whole.length < 2) return undefined
  const scores = whole.map((row) => row.map((runs) => ownScore(runs).mean))
  const { meanRanks, pValue } = friedmanTest(scores)
  const column = (j: number) => scores.map((row) => row[j] as number)
  const ct = column(methods.indexOf('CT'))
  const corrected = holm(
    baselines.map((_, j) => wilcoxonTest(ct.map((x, i) => x - (column(j)[i] as number)))),
  )
  const refer = (wanted: readonly MethodName[]) => runs.refer(idsOf(whole.flat(2), wanted))
  return {
    name: 'over-all-data',
    caption: `Methods over ${whole.length} data settings (${profile})`,
    columns: [
      { title: 'Method', kind: 'head' },
      ...numberColumns('Mean rank', 'Interquartile mean', 'p against CT'),
    ],
    rows: methods.map((method, j) => [
      textCell(method),
      numberCell((meanRanks[j] as number).toFixed(2), refer(methods)),
      numberCell(formatAuc(interquartileMean(column(j))), refer([method])),
      j < baselines.length
        ? numberCell(pText(corrected[j] as number), refer([method, 'CT']))
        : gapCell('–'),
    ]),
    notes: [
      `Ranks of the means over seeds, 1 is best; Friedman’s test that all methods are alike: ${formatPValue(pValue)}. Against CT: exact Wilcoxon signed-rank tests over the data settings, Holm-corrected.`,
    ],
  }
}

function idsOf(cells: readonly SweepCell[], wanted: readonly MethodName[]): readonly string[] {
  return cells.flatMap(({ id, method }) => (wanted.includes(method) ? [id] : []))
}
