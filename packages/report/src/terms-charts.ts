/** Figures 2 and A.6 of the paper: the terms of the decomposition (equation 5) along the training. */
import { curveChart } from './curve-chart.ts'
import type { Quantity } from './mean-curve.ts'
import type { Chart } from './render-chart.ts'
import { settingsOf } from './sweep/settings.ts'
import type { MethodName, SweepResults } from './sweep/sweep-results.ts'

interface Term {
  readonly name: string
  readonly title: string
  readonly of: Quantity
}

const terms: readonly Term[] = [
  { name: 'auc', title: 'AUC loss', of: (point) => point.terms?.auc },
  {
    name: 'gradient-norm',
    title: 'Squared gradient norm',
    of: ({ terms }) => terms && terms.gradientNorm ** 2,
  },
  { name: 'alignment', title: 'Inner product', of: (point) => point.terms?.alignment },
]

/** CT and the linear combination. */
export const compared: readonly MethodName[] = ['AUC-CE', 'CT']

/** Three panels for each data set, profile, network and budget: means over the seeds that are complete. */
export function termsCharts({ cells }: Pick<SweepResults, 'cells'>): readonly Chart[] {
  const settings = settingsOf(cells, ['tuned'])
  return settings.flatMap((setting, i) =>
    terms.flatMap(({ name, title, of }) =>
      curveChart(setting, settings, {
        ...{ name: `terms-${i + 1}-${name}`, title, compared, y: of },
        axis: 'gradient evaluations',
        x: (point) => point.gradientEvaluations,
      }),
    ),
  )
}
