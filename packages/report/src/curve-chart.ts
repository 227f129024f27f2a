/** One panel of curves over the training, a line for each method. */
import { meanCurve, type Quantity } from './mean-curve.ts'
import { methodStyle } from './method-style.ts'
import { formatList } from './number-format.ts'
import type { Chart } from './render-chart.ts'
import { methods } from './sweep/methods.ts'
import { cellsOf, dataName, type Setting, shortDataName, sourceName } from './sweep/settings.ts'
import type { MethodName } from './sweep/sweep-results.ts'

export interface CurveOptions {
  readonly name: string
  /** What the vertical axis shows. */
  readonly title: string
  /** What the horizontal axis counts. */
  readonly axis: string
  readonly compared: readonly MethodName[]
  readonly x: Quantity
  readonly y: Quantity
}

/** The mean over the seeds of each tuned method; nothing if no method has an evaluation with both numbers. */
export function curveChart(
  setting: Setting,
  { name, title, axis, compared, x, y }: CurveOptions,
): readonly Chart[] {
  const lines = compared.flatMap((method) => {
    const data = meanCurve(cellsOf(setting, method, 'tuned'), x, y)
    return data.length > 0 ? [{ method, data, style: methodStyle(methods.indexOf(method)) }] : []
  })
  if (lines.length === 0) return []
  const names = lines.map(({ method }) => method)
  const place = `${dataName(setting)} (${sourceName(setting)})`
  return [
    {
      name,
      description: `${title} of ${formatList(names)} against ${axis}, ${place}`,
      title: `${title}, ${shortDataName(setting)}`,
      width: 400,
      height: 320,
      xAxis: { title: axis, min: 0 },
      yAxis: {},
      series: lines.map(({ style, data }) => ({ ...style, showSymbol: data.length <= 40, data })),
      legend: names,
    },
  ]
}
