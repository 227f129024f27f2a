/** Every figure of a report as an SVG file of its own. */
import { type Chart, renderChart } from '../charts/render-chart.ts'
import { rocCharts } from './roc-charts.ts'
import type { ReportInput } from './run-result.ts'
import { scoreCharts } from './score-charts.ts'
import { trainingCharts } from './training-charts.ts'

/**
 * SVG texts by name: `training-loss-by-gradient-evaluations`, `validation-auc-by-seconds`, …, `roc`,
 * `roc-low-rates`, `scores-1`, … in the order of the methods. Drawn on white; equal input gives equal text.
 */
export function figures({ methods }: Pick<ReportInput, 'methods'>): Record<string, string> {
  const charts = [...trainingCharts(methods), ...rocCharts(methods), ...scoreCharts(methods)]
  return Object.fromEntries(charts.map((chart: Chart) => [chart.name, renderChart(chart)]))
}
