/** How small the gradient of CT's objective is after each number of steps (Theorem 1, claim C13). */
import { formatCount } from '../number-format.ts'
import { mean, standardDeviation } from '../statistics/moments.ts'
import { rateRuns } from '../sweep/rate-runs.ts'
import type { SweepCell } from '../sweep/sweep-results.ts'
import { numberCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'

/** A row for each number of steps, the fewest first; undefined if no run has measured it. */
export function rateTable(cells: readonly SweepCell[], runs: RunIndex): ReportTable | undefined {
  const measured = rateRuns(cells)
  if (measured.length === 0) return undefined
  const lengths = [...new Set(measured.map(({ steps }) => steps))].sort((a, b) => a - b)
  return {
    name: 'rate',
    caption: 'Mean squared norm of the gradient of the objective of CT over a run of T steps',
    columns: [{ title: 'T', kind: 'head' }, ...numberColumns('‖∇F‖²', '√T · ‖∇F‖²', 'seeds')],
    rows: lengths.map((length) => {
      const group = measured.filter(({ steps }) => steps === length)
      const values = group.map(({ gradNormSquared }) => gradNormSquared)
      const to = runs.refer(group.map(({ cell }) => cell.id))
      const numbers = [
        spread(values),
        spread(values.map((value) => Math.sqrt(length) * value)),
        String(values.length),
      ]
      return [textCell(formatCount(length)), ...numbers.map((number) => numberCell(number, to))]
    }),
    notes: [
      'Mean over the evaluations of a run, then mean ± standard deviation over seeds. At the rate of the theorem the third column does not grow with T; claim C13 is judged by the slope of all lengths together.',
    ],
  }
}

/** To three significant digits of the mean. */
function spread(values: readonly number[]): string {
  const centre = mean(values)
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(centre)))
  const shown = centre.toFixed(decimals)
  return values.length < 2 ? shown : `${shown} ± ${standardDeviation(values).toFixed(decimals)}`
}
