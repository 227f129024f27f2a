/** How long a sweep still takes. */
import type { Cell } from './cell.ts'
import { type CellStatus, isOver } from './cell-status.ts'

/**
 * Seconds of wall time if the cells run one after the other: each takes as long as the mean of those that are done and have the
 * same network and budget, or else of all that are done.
 *
 * @param later cells that are not known yet
 * @returns undefined before any cell is done
 */
export function secondsLeft(cells: readonly CellStatus[], later: number): number | undefined {
  const done = cells.filter(({ state, seconds }) => state === 'done' && seconds > 0)
  if (done.length === 0) return undefined
  const all = meanSeconds(done)
  const alike = new Map<string, CellStatus[]>()
  for (const cell of done) alike.set(costOf(cell), [...(alike.get(costOf(cell)) ?? []), cell])
  return cells
    .filter((cell) => !isOver(cell))
    .map((cell) => meanSeconds(alike.get(costOf(cell)) ?? done))
    .reduce((sum, seconds) => sum + seconds, later * all)
}

function meanSeconds(cells: readonly CellStatus[]): number {
  return cells.reduce((sum, { seconds }) => sum + seconds, 0) / cells.length
}

function costOf({ recipe: { network, data, training } }: Cell): string {
  return JSON.stringify([network.name, data.source, training.batchSize, training.budget])
}
