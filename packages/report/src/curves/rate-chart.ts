/** How the gradient of CT's objective falls with the number of steps (Theorem 1, claim C13). */

import { methodColour } from '../charts/method-style.ts'
import { light } from '../charts/palette.ts'
import type { Chart } from '../charts/render-chart.ts'
import { formatCount, formatPower } from '../number-format.ts'
import { mean } from '../statistics/moments.ts'
import { methods } from '../sweep/methods.ts'
import { rateRuns } from '../sweep/rate-runs.ts'
import type { SweepResults } from '../sweep/sweep-results.ts'

/** A dot for each run and a line with the slope of the theorem, both axes logarithmic; nothing if no run has measured it. */
export function rateCharts({ cells }: Pick<SweepResults, 'cells'>): readonly Chart[] {
  const runs = rateRuns(cells).map(
    ({ steps, gradNormSquared }) => [Math.log2(steps), Math.log10(gradNormSquared)] as const,
  )
  if (runs.length === 0) return []
  const steps = runs.map(([x]) => x)
  const [middle, height] = [mean(steps), mean(runs.map(([, y]) => y))]
  const perDoubling = -0.5 * Math.log10(2)
  return [
    {
      name: 'rate',
      description: 'Mean squared norm of the gradient of the objective of CT against steps',
      title: 'Mean squared gradient norm; dashed: slope of 1/√T',
      width: 400,
      height: 320,
      xAxis: {
        title: 'steps T',
        interval: 1,
        format: (x) => (Number.isInteger(x) ? formatCount(2 ** x) : ''),
      },
      yAxis: { format: formatPower },
      series: [
        {
          type: 'scatter',
          color: methodColour(methods.indexOf('CT')),
          symbolSize: 6,
          data: runs.map(([x, y]) => [x, y]),
        },
        {
          type: 'line',
          color: light.muted,
          lineStyle: { width: 1, type: 'dashed', color: light.muted },
          showSymbol: false,
          data: [Math.min(...steps), Math.max(...steps)].map((x) => [
            x,
            height + perDoubling * (x - middle),
          ]),
        },
      ],
      legend: ['a run of CT'],
    },
  ]
}
