/** One cell of a sweep as others see it. */
import { readAttempts } from './attempts.ts'
import type { Cell } from './cell.ts'
import { cellHolder, type Holder } from './cell-holder.ts'
import { type CellState, cellState, mostFailures } from './cell-state.ts'
import { cellFolder } from './sweep-folder.ts'

/** How far a run of a sweep is. */
export interface CellStatus extends Cell {
  /** `running` where a process works on it, `lacking` where its data have no folder. */
  readonly state: CellState['state'] | 'running' | 'lacking'
  readonly folder: string
  /** If it is done. */
  readonly validationAuc?: number | null
  /** So far; at 3 the cell is given up. */
  readonly failures?: number
  /** Of the last failure. */
  readonly message?: string
  readonly holder?: Holder
  /** Of wall time that all its attempts took. */
  readonly seconds: number
}

/** @param graceSeconds after which a silent process of another machine counts as dead */
export function cellStatus(out: string, cell: Cell, graceSeconds: number): CellStatus {
  const folder = cellFolder(out, cell)
  const seconds = readAttempts(folder).reduce((sum, attempt) => sum + attempt.seconds, 0)
  const known = { ...cell, folder, seconds }
  const found = cellState(folder)
  const holder = found.state === 'done' ? undefined : cellHolder(folder, graceSeconds)
  if (holder) return { ...known, state: 'running', holder }
  if (cell.lacks !== undefined && found.state !== 'done') return { ...known, state: 'lacking' }
  return { ...known, ...found }
}

/** Nothing is left to do: it is done, or nobody will try again unless asked. */
export function isOver({ state, failures = 0 }: Pick<CellStatus, 'state' | 'failures'>): boolean {
  if (state === 'failed') return failures >= mostFailures
  return state === 'done' || state === 'diverged' || state === 'lacking'
}

/** What is measured in seconds shares the machine with nothing. */
export function isTimed({ recipe }: Pick<Cell, 'recipe'>): boolean {
  return recipe.training.budget.seconds !== undefined
}
