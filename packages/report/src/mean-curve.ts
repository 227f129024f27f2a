/** The curve of a method: the mean over its seeds. */
import { mean } from './statistics/moments.ts'
import type { SweepCell, SweepPoint } from './sweep/sweep-results.ts'

/** A number of an evaluation; undefined where it was not measured. */
export type Quantity = (point: SweepPoint) => number | undefined

/** `[x, y]` of each evaluation that every complete run has, both averaged; without those where one is not finite. */
export function meanCurve(
  cells: readonly SweepCell[],
  x: Quantity,
  y: Quantity,
): [number, number][] {
  const curves = cells.flatMap(({ result }) => (result ? [result.curve] : []))
  const length = Math.min(...curves.map((curve) => curve.length))
  if (!Number.isFinite(length)) return []
  return Array.from({ length }, (_, i): [number, number] => {
    const points = curves.map((curve) => curve[i] as SweepPoint)
    const average = (of: Quantity) => mean(points.map((point) => of(point) ?? Number.NaN))
    return [average(x), average(y)]
  }).filter((point) => point.every(Number.isFinite))
}
