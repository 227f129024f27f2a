/** Begins to count failures anew. */
import { recordAttempt } from '../attempts.ts'
import { type CellStatus, isOver } from '../cell-status.ts'
import { claimCell } from '../claim-cell.ts'

/** Cells that have been given up are tried again, if they are in one of these states. */
export function forgiveFailures(
  cells: readonly CellStatus[],
  states: readonly ('failed' | 'diverged')[],
): void {
  for (const cell of cells) {
    if (!isOver(cell) || !states.some((state) => state === cell.state)) continue
    const claim = claimCell(cell.folder, { watch: new Map(), graceSeconds: 0 })
    if (!claim) continue
    recordAttempt(cell.folder, { outcome: 'retry', seconds: 0 })
    claim.release()
  }
}
