/** Convergence curves on a page, one group of panels for each horizontal axis, to open and close without a script. */
import { type ConvergenceAxis, convergenceCharts } from './convergence-charts.ts'
import { html, type Markup } from './html.ts'
import { renderChart } from './render-chart.ts'
import type { SweepResults } from './sweep/sweep-results.ts'

const axes: readonly (readonly [ConvergenceAxis, string])[] = [
  ['epochs', 'By epochs'],
  ['steps', 'By steps'],
  ['gradientEvaluations', 'By gradient evaluations'],
  ['seconds', 'By training seconds'],
]

/** Nothing if no curve was recorded. The first axis with panels is open. */
export function convergenceFigure(results: Pick<SweepResults, 'cells'>): readonly Markup[] {
  const groups = axes
    .map(([axis, title]) => ({ title, charts: convergenceCharts(results, axis) }))
    .filter(({ charts }) => charts.length > 0)
  if (groups.length === 0) return []
  return [
    html`<figure>
${groups.map(
  ({ title, charts }, i) => html`<details${i === 0 ? html` open="open"` : ''}>
<summary>${title}</summary>
<div class="panels">
${charts.map((chart) => ({ markup: `${renderChart(chart)}\n` }))}</div>
</details>
`,
)}<figcaption>Convergence: means over the seeds that are complete. A step costs some methods more gradient evaluations than
others; vertical axes need not start at zero.</figcaption>
</figure>`,
  ]
}
