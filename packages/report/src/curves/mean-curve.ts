/** The curve of a method: the mean over its seeds, and how far they lie apart. */
import { mean, standardDeviation } from '../statistics/moments.ts'
import type { SweepCell, SweepPoint } from '../sweep/sweep-results.ts'

/** A number of an evaluation; undefined where it was not measured. */
export type Quantity = (point: SweepPoint) => number | undefined

/** One evaluation over the seeds. */
export interface MeanPoint {
  readonly x: number
  readonly y: number
  /** Standard deviation of y; NaN of one seed. */
  readonly deviation: number
}

/** Each evaluation that every complete run has, both numbers averaged; without those where one is not finite. */
export function meanCurve(
  cells: readonly SweepCell[],
  x: Quantity,
  y: Quantity,
): readonly MeanPoint[] {
  const curves = cells.flatMap(({ result }) => (result ? [result.curve] : []))
  const length = Math.min(...curves.map((curve) => curve.length))
  if (!Number.isFinite(length)) return []
  return Array.from({ length }, (_, i) => {
    const points = curves.map((curve) => curve[i] as SweepPoint)
    const values = (of: Quantity) => points.map((point) => of(point) ?? Number.NaN)
    return { x: mean(values(x)), y: mean(values(y)), deviation: standardDeviation(values(y)) }
  }).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
}
