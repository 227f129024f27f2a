/** How far a cell is, told by its folder alone. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ResultSummary } from '../run-result.ts'
import { type Attempt, readAttempts } from './attempts.ts'
import type { Outcome } from './choose-configuration.ts'

/** Runs of a cell that may fail before it is given up. */
export const mostFailures = 3

export type CellState =
  /** Nothing is there. */
  | { readonly state: 'planned' }
  /** Begun and interrupted: it goes on. */
  | { readonly state: 'preempted' }
  /** With null, no validation AUC was ever a number. */
  | { readonly state: 'done'; readonly validationAuc: number | null }
  /** A loss became NaN or infinite: the same would happen again. */
  | { readonly state: 'diverged' }
  | { readonly state: 'failed'; readonly failures: number; readonly message: string }

/** Whoever works on the cell at the moment: see `cellHolder`. */
export function cellState(folder: string): CellState {
  const result = resultIn(folder)
  if (result) return { state: 'done', validationAuc: result.best.validationAuc }
  const attempts = readAttempts(folder)
  const counted = attempts.slice(attempts.findLastIndex(({ outcome }) => outcome === 'retry') + 1)
  return (
    stateAfter(counted) ?? { state: existsSync(join(folder, 'run.json')) ? 'preempted' : 'planned' }
  )
}

/** What counts when configurations are compared; undefined if the cell is not over. */
export function outcomeOf(cell: CellState): Outcome | undefined {
  if (cell.state === 'done') return cell
  if (cell.state === 'diverged') return { state: 'diverged' }
  return cell.state === 'failed' && cell.failures >= mostFailures ? { state: 'failed' } : undefined
}

/** Runs write it whole; while others copy it, it may be there in part. */
function resultIn(folder: string): ResultSummary | undefined {
  const file = join(folder, 'result.json')
  if (!existsSync(file)) return undefined
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function stateAfter(attempts: readonly Attempt[]): CellState | undefined {
  const last = attempts.at(-1)
  if (last?.outcome === 'diverged') return { state: 'diverged' }
  if (last?.outcome !== 'failed') return undefined
  const failures = attempts.filter(({ outcome }) => outcome === 'failed').length
  return { state: 'failed', failures, message: last.message ?? '' }
}
