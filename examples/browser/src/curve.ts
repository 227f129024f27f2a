/** Draws how the AUC moves. */

export interface Point {
  readonly step: number
  readonly auc: number
}

/**
 * The line of the figure, in whose coordinates the AUC goes from 0 at `height` to 1 at 0.
 *
 * @returns the attribute `d` of an SVG path
 */
export function curve(
  points: readonly Point[],
  { steps, width, height }: { steps: number; width: number; height: number },
): string {
  const place = ({ step, auc }: Point) =>
    `${((width * step) / steps).toFixed(1)} ${(height * (1 - auc)).toFixed(1)}`
  return points.map((point, i) => `${i === 0 ? 'M' : 'L'}${place(point)}`).join('')
}
