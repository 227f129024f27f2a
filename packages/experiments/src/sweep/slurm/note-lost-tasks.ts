/** Tasks that ended without a word: killed when memory or time was short, or gone with their node. */
import { recordAttempt } from '../attempts.ts'
import { lastClaim } from '../cell-holder.ts'
import { type CellStatus, isOver } from '../cell-status.ts'
import { claimPatiently, type Patience } from './claim-patiently.ts'

/**
 * Notes a failure for each cell whose task has neither given its claim back nor lives: so it is tried again, but not forever. To be
 * called when the tasks are over.
 */
export async function noteLostTasks(
  cells: readonly CellStatus[],
  patience: Patience,
): Promise<void> {
  await Promise.all(
    cells.filter(isLeft).map(async ({ folder }) => {
      const claim = await claimPatiently(folder, patience)
      if (!claim) return
      const message = 'its Slurm task ended without a word: short of memory or time, or killed'
      recordAttempt(folder, { outcome: 'failed', seconds: 0, message })
      claim.release()
    }),
  )
}

function isLeft(cell: CellStatus): boolean {
  return !isOver(cell) && lastClaim(cell.folder)?.isOver === false
}
