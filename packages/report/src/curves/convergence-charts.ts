/** Figures 4 and 5 of the paper: how fast the methods learn, by the cost that the reader chooses. */

import type { Chart } from '../charts/render-chart.ts'
import { methods } from '../sweep/methods.ts'
import { settingsOf } from '../sweep/settings.ts'
import type { SweepPoint, SweepResults } from '../sweep/sweep-results.ts'
import { curveChart } from './curve-chart.ts'

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
  const settings = settingsOf(cells, ['tuned'])
  return settings.flatMap((setting, i) =>
    quantities.flatMap(({ name, title, of }) =>
      curveChart(setting, settings, {
        name: `convergence-${i + 1}-${name}-by-${axes[axis].name}`,
        ...{ title, axis: axes[axis].title, compared: methods },
        ...{ x: (point) => point[axis], y: of, range: [0, 1] },
      }),
    ),
  )
}
