/** The runs that Theorem 1 is judged by. */
import type { SweepCell } from './sweep-results.ts'

/** Runs with different numbers of steps on the small problem of the theorem. */
export function rateRuns(cells: readonly SweepCell[]): readonly SweepCell[] {
  return cells.filter(
    ({ arms, budget, result }) => arms.includes('rate') && budget.unit === 'steps' && result,
  )
}
