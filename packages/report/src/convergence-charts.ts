/** Figures 4 and 5 of the paper: how fast the methods learn, by the cost that the reader chooses. */
import { meanCurve } from './mean-curve.ts'
import { methodStyle } from './method-style.ts'
import { formatList } from './number-format.ts'
import type { Chart } from './render-chart.ts'
import { methods } from './sweep/methods.ts'
import {
  cellsOf,
  dataName,
  type Setting,
  settingsOf,
  shortDataName,
  sourceName,
} from './sweep/settings.ts'
import type { SweepPoint, SweepResults } from './sweep/sweep-results.ts'

/** What the horizontal axis counts. */
export type ConvergenceAxis = 'epochs' | 'steps' | 'gradientEvaluations' | 'seconds'

const axes: Readonly<Record<ConvergenceAxis, { readonly name: string; readonly title: string }>> = {
  epochs: { name: 'epochs', title: 'epochs' },
  steps: { name: 'steps', title: 'steps' },
  gradientEvaluations: { name: 'gradient-evaluations', title: 'gradient evaluations' },
  seconds: { name: 'seconds', title: 'training seconds' },
}

const quantities = [
  { name: 'training-auc', title: 'Training AUC', of: (point: SweepPoint) => point.trainingAuc },
  { name: 'test-auc', title: 'Test AUC', of: (point: SweepPoint) => point.testAuc },
  {
    name: 'validation-auc',
    title: 'Validation AUC',
    of: (point: SweepPoint) => point.validationAuc,
  },
]

/**
 * A panel for each data set, profile, network, budget and quantity: per method the mean over the seeds that are complete, evaluation
 * by evaluation. A quantity that was never evaluated has none.
 */
export function convergenceCharts(
  { cells }: Pick<SweepResults, 'cells'>,
  axis: ConvergenceAxis,
): readonly Chart[] {
  return settingsOf(cells, ['tuned']).flatMap((setting, i) =>
    quantities.flatMap((quantity) => chart(setting, i, quantity, axis)),
  )
}

function chart(
  setting: Setting,
  index: number,
  quantity: (typeof quantities)[number],
  axis: ConvergenceAxis,
): readonly Chart[] {
  const lines = methods.flatMap((method, i) => {
    const data = meanCurve(cellsOf(setting, method, 'tuned'), (point) => point[axis], quantity.of)
    return data.length > 0 ? [{ method, style: methodStyle(i), data }] : []
  })
  if (lines.length === 0) return []
  const names = lines.map(({ method }) => method)
  const place = `${dataName(setting)} (${sourceName(setting)})`
  return [
    {
      name: `convergence-${index + 1}-${quantity.name}-by-${axes[axis].name}`,
      description: `${quantity.title} of ${formatList(names)} against ${axes[axis].title}, ${place}`,
      title: `${quantity.title}, ${shortDataName(setting)}`,
      width: 400,
      height: 320,
      xAxis: { title: axes[axis].title, min: 0 },
      yAxis: {},
      series: lines.map(({ style, data }) => ({ ...style, showSymbol: data.length <= 40, data })),
      legend: names,
    },
  ]
}
