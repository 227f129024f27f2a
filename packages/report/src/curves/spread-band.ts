/** How far the seeds of a method lie apart, behind its line. */
import type { LineSeriesOption } from 'echarts'
import type { MeanPoint } from './mean-curve.ts'

/** So pale that six of them, one over the other, leave the lines legible. */
const opacity = 0.12

/** From a standard deviation below the mean to one above it, as far as the quantity can be there; nothing of one seed. */
export function spreadBand(
  points: readonly MeanPoint[],
  colour: string,
  [lowest, highest]: readonly [number, number],
): LineSeriesOption[] {
  const spread = points.filter(({ deviation }) => Number.isFinite(deviation))
  if (spread.length === 0) return []
  const bound = (sign: 1 | -1) =>
    spread.map(({ x, y, deviation }) => [
      x,
      Math.min(Math.max(y + sign * deviation, lowest), highest),
    ])
  return [
    {
      type: 'line',
      color: colour,
      lineStyle: { width: 0, color: colour },
      areaStyle: { color: colour, opacity },
      symbol: 'none',
      z: 1,
      // There and back: what lies between the line and the axis is passed twice, and so not filled.
      data: [...bound(1), ...bound(-1).reverse()],
    },
  ]
}
