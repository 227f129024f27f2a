/** Figures 2 and A.6 of the paper: the terms of the decomposition (equation 5) along the training. */

import type { Chart } from '../charts/render-chart.ts'
import { formatPower } from '../number-format.ts'
import { settingsOf } from '../sweep/settings.ts'
import type { MethodName, SweepResults } from '../sweep/sweep-results.ts'
import { type CurveOptions, curveChart } from './curve-chart.ts'

type Term = Pick<CurveOptions, 'name' | 'title' | 'y' | 'range' | 'format'>

const anything = [-Infinity, Infinity] as const

const terms: readonly Term[] = [
  { name: 'auc', title: 'AUC loss', range: [0, Infinity], y: ({ terms }) => terms?.auc },
  {
    name: 'gradient-norm',
    title: 'Squared gradient norm',
    range: anything,
    // It moves through powers of ten: a seed where it is large would be all that is seen.
    y: ({ terms }) => terms && Math.log10(terms.gradientNorm ** 2),
    format: formatPower,
  },
  {
    name: 'alignment',
    title: 'Inner product',
    range: anything,
    y: ({ terms }) => terms?.alignment,
  },
]

/** CT and the linear combination. */
export const compared: readonly MethodName[] = ['AUC-CE', 'CT']

/** Three panels for each data set, profile, network and budget: means over the seeds that are complete. */
export function termsCharts({ cells }: Pick<SweepResults, 'cells'>): readonly Chart[] {
  const settings = settingsOf(cells, ['tuned'])
  return settings.flatMap((setting, i) =>
    terms.flatMap((term) =>
      curveChart(setting, settings, {
        ...term,
        name: `terms-${i + 1}-${term.name}`,
        compared,
        axis: 'gradient evaluations',
        x: (point) => point.gradientEvaluations,
      }),
    ),
  )
}
