/** ROC curves on the test set: whole, and where false positives are few. */

import { rocAuc, rocCurve } from '@deepauc/metrics'
import type { LineSeriesOption } from 'echarts'
import { methodStyle } from '../charts/method-style.ts'
import { light } from '../charts/palette.ts'
import type { Chart } from '../charts/render-chart.ts'
import { formatAuc, formatList } from '../number-format.ts'
import type { MethodResult } from './run-result.ts'

/** Right edge of the second panel: with rare positives, only low false positive rates are of use. */
const lowRate = 0.2

/** Points closer together than this on both axes look the same, even in the second panel. */
const resolution = 1 / 4000

/** What guessing achieves. */
const diagonal: LineSeriesOption = {
  type: 'line',
  color: light.shade,
  lineStyle: { width: 1, type: [3, 3], color: light.shade },
  showSymbol: false,
  symbol: 'none',
  data: [
    [0, 0],
    [1, 1],
  ],
}

/** The ROC curves of all methods with the diagonal, and their part up to a false positive rate of 0.2. */
export function rocCharts(methods: readonly MethodResult[]): readonly Chart[] {
  const names = formatList(methods.map(({ method }) => method))
  const legend = methods.map(
    ({ method, test }) => `${method} ${formatAuc(rocAuc(test.labels, test.scores))}`,
  )
  const shared = {
    title: 'True positive rate',
    width: 400,
    height: 400,
    yAxis: { min: 0, max: 1, interval: 0.2 },
    series: [...methods.map(rocSeries), diagonal],
    legend,
  }
  return [
    {
      ...shared,
      name: 'roc',
      description: `ROC curves on the test set, with their AUC: ${formatList(legend)}`,
      xAxis: { title: 'false positive rate', min: 0, max: 1, interval: 0.2 },
    },
    {
      ...shared,
      name: 'roc-low-rates',
      description: `ROC curves of ${names} at false positive rates up to ${lowRate}`,
      xAxis: {
        title: `false positive rate up to ${lowRate}`,
        min: 0,
        max: lowRate,
        interval: 0.05,
      },
    },
  ]
}

function rocSeries({ test }: MethodResult, index: number): LineSeriesOption {
  const { falsePositiveRate, truePositiveRate } = rocCurve(test.labels, test.scores)
  const data: [number, number][] = []
  let [shownX, shownY] = [-1, -1]
  for (let i = 0; i < falsePositiveRate.length; i++) {
    const [x, y] = [falsePositiveRate[i] ?? 1, truePositiveRate[i] ?? 1]
    const last = i === falsePositiveRate.length - 1
    if (!last && x - shownX < resolution && y - shownY < resolution) continue
    data.push([x, y])
    shownX = x
    shownY = y
  }
  return { ...methodStyle(index), showSymbol: false, symbol: 'none', data }
}
