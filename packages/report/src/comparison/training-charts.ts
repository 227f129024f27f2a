/** Training curves: what was learned for the gradients and for the time spent. */

import { methodStyle } from '../charts/method-style.ts'
import type { Chart } from '../charts/render-chart.ts'
import { formatList } from '../number-format.ts'
import type { CurvePoint, MethodResult } from './run-result.ts'

const quantities = [
  { name: 'training-loss', title: 'Training loss', of: (point: CurvePoint) => point.trainingLoss },
  {
    name: 'validation-auc',
    title: 'Validation AUC',
    of: (point: CurvePoint) => point.validationAuc,
  },
  {
    name: 'validation-objective',
    title: 'Validation objective',
    of: (point: CurvePoint) => point.validationObjective,
  },
]

const costs = [
  {
    name: 'gradient-evaluations',
    title: 'gradient evaluations',
    of: (point: CurvePoint) => point.gradientEvaluations,
  },
  { name: 'seconds', title: 'training seconds', of: (point: CurvePoint) => point.seconds },
]

/** More evaluations than this and markers would hide the line. */
const markerLimit = 40

/** One panel per quantity and cost; a quantity that was never evaluated has none. */
export function trainingCharts(methods: readonly MethodResult[]): readonly Chart[] {
  return quantities.flatMap((quantity) =>
    costs.map((cost) => trainingChart(methods, quantity, cost)).filter(hasPoints),
  )
}

function trainingChart(
  methods: readonly MethodResult[],
  quantity: (typeof quantities)[number],
  cost: (typeof costs)[number],
): Chart {
  const names = methods.map(({ method }) => method)
  return {
    name: `${quantity.name}-by-${cost.name}`,
    description: `${quantity.title} of ${formatList(names)} against ${cost.title}`,
    title: quantity.title,
    width: 400,
    height: 290,
    xAxis: { title: cost.title, min: 0 },
    yAxis: {},
    series: methods.map(({ curve }, index) => ({
      ...methodStyle(index),
      showSymbol: curve.length <= markerLimit,
      showAllSymbol: true,
      data: curve.flatMap((point) => {
        const value = quantity.of(point)
        return Number.isFinite(value) ? [[cost.of(point), value as number]] : []
      }),
    })),
    legend: names,
  }
}

function hasPoints({ series }: Chart): boolean {
  return series.some(({ data }) => Array.isArray(data) && data.length > 0)
}
