/** The methods over all data sets of a profile. */

import { holm } from '@deepauc/metrics'
import { formatAuc, formatPValue } from '../number-format.ts'
import { friedmanTest } from '../statistics/friedman.ts'
import { interquartileMean } from '../statistics/moments.ts'
import { wilcoxonTest } from '../statistics/wilcoxon.ts'
import { baselines, methods } from '../sweep/methods.ts'
import { ownScore } from '../sweep/own-score.ts'
import { cellsOf, settingsOf } from '../sweep/settings.ts'
import type { SweepCell } from '../sweep/sweep-results.ts'
import { numberColumns, type ReportTable, textCell } from './report-table.ts'
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
  return {
    name: 'over-all-data',
    caption: `Methods over ${whole.length} data settings (${profile})`,
    columns: [
      { title: 'Method', kind: 'head' },
      ...numberColumns('Mean rank', 'Interquartile mean', 'p against CT'),
    ],
    rows: methods.map((method, j) => [
      textCell(method),
      textCell((meanRanks[j] as number).toFixed(2)),
      {
        pieces: [
          {
            text: formatAuc(interquartileMean(column(j))),
            to: runs.refer(whole.flatMap((row) => (row[j] ?? []).map(({ id }) => id))),
          },
        ],
      },
      textCell(
        j < baselines.length ? formatPValue(corrected[j] as number).replace(/^p (= )?/, '') : '–',
      ),
    ]),
    notes: [
      `Ranks of the means over seeds, 1 is best; Friedman’s test that all methods are alike: ${formatPValue(pValue)}. Against CT: exact Wilcoxon signed-rank tests over the data settings, Holm-corrected.`,
    ],
  }
}
