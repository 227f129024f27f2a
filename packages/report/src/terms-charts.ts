/** Figures 2 and A.6 of the paper: the terms of the decomposition (equation 5) along the training. */
import { meanCurve, type Quantity } from './mean-curve.ts'
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
  return settingsOf(cells, ['tuned']).flatMap((setting, i) =>
    terms.flatMap((term) => chart(setting, i, term)),
  )
}

function chart(setting: Setting, index: number, term: Term): readonly Chart[] {
  const lines = compared.flatMap((method) => {
    const runs = cellsOf(setting, method, 'tuned')
    const data = meanCurve(runs, (point) => point.gradientEvaluations, term.of)
    return data.length > 0 ? [{ method, data, style: methodStyle(methods.indexOf(method)) }] : []
  })
  if (lines.length === 0) return []
  const names = lines.map(({ method }) => method)
  const place = `${dataName(setting)} (${sourceName(setting)})`
  return [
    {
      name: `terms-${index + 1}-${term.name}`,
      description: `${term.title} of ${formatList(names)} against gradient evaluations, ${place}`,
      title: `${term.title}, ${shortDataName(setting)}`,
      width: 400,
      height: 320,
      xAxis: { title: 'gradient evaluations', min: 0 },
      yAxis: {},
      series: lines.map(({ style, data }) => ({ ...style, showSymbol: data.length <= 40, data })),
      legend: names,
    },
  ]
}
