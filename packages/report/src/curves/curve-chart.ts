/** One panel of curves over the training, a line for each method. */

import { methodColour, methodStyle } from '../charts/method-style.ts'
import type { Chart } from '../charts/render-chart.ts'
import { formatList } from '../number-format.ts'
import { methods } from '../sweep/methods.ts'
import { cellsOf, dataName, type Setting, shortDataName, sourceName } from '../sweep/settings.ts'
import type { MethodName } from '../sweep/sweep-results.ts'
import { meanCurve, type Quantity } from './mean-curve.ts'
import { spreadBand } from './spread-band.ts'

export interface CurveOptions {
  readonly name: string
  /** What the vertical axis shows. */
  readonly title: string
  /** What the horizontal axis counts. */
  readonly axis: string
  readonly compared: readonly MethodName[]
  readonly x: Quantity
  readonly y: Quantity
  /** What y can be. */
  readonly range: readonly [number, number]
  /** Text of a value of y. Default: its digits. */
  readonly format?: (y: number) => string
}

/**
 * The mean over the seeds of each tuned method with a band of a standard deviation to each side; nothing if no method has an
 * evaluation with both numbers.
 *
 * @param all settings that have panels beside this one
 */
export function curveChart(
  setting: Setting,
  all: readonly Setting[],
  { name, title, axis, compared, x, y, range, format }: CurveOptions,
): readonly Chart[] {
  const lines = compared.flatMap((method) => {
    const points = meanCurve(cellsOf(setting, method, 'tuned'), x, y)
    return points.length > 0 ? [{ method, points, index: methods.indexOf(method) }] : []
  })
  if (lines.length === 0) return []
  const names = lines.map(({ method }) => method)
  const place = `${dataName(setting)} (${sourceName(setting)})`
  return [
    {
      name,
      description: `${title} of ${formatList(names)} against ${axis}, ${place}`,
      title: `${title}, ${shortDataName(setting)}`,
      ...(isAmbiguous(setting, all) && { subtitle: sourceName(setting) }),
      width: 400,
      height: 320,
      xAxis: { title: axis, min: 0 },
      yAxis: { ...(format && { format }) },
      series: [
        ...lines.map(({ index, points }) => ({
          ...methodStyle(index),
          showSymbol: points.length <= 40,
          data: points.map(({ x, y }) => [x, y]),
        })),
        ...lines.flatMap(({ index, points }) => spreadBand(points, methodColour(index), range)),
      ],
      legend: names,
    },
  ]
}

/** Whether the data alone would leave two panels with one title. */
function isAmbiguous(setting: Setting, all: readonly Setting[]): boolean {
  return all.some((other) => other !== setting && shortDataName(other) === shortDataName(setting))
}
