/** Claims a cell that may have been left by a task that Slurm has killed on another machine. */
import { setTimeout as delay } from 'node:timers/promises'
import { type Claim, type ClaimOptions, type ClaimWatch, claimCell } from '../claim-cell.ts'

export interface Patience {
  /** After so long a silent process of another machine counts as dead. Default 120. */
  readonly graceSeconds?: number
  /** How often to look. Default: a tenth of that. */
  readonly pollSeconds?: number
}

/** @returns undefined if the claim of another process was still alive when it had had time enough to be silent */
export async function claimPatiently(
  folder: string,
  {
    graceSeconds = 120,
    pollSeconds = graceSeconds / 10,
    isAlone = false,
  }: Patience & Pick<ClaimOptions, 'isAlone'>,
): Promise<Claim | undefined> {
  const watch: ClaimWatch = new Map()
  const began = performance.now()
  for (;;) {
    const claim = claimCell(folder, { watch, graceSeconds, isAlone })
    const waited = (performance.now() - began) / 1000
    if (claim || waited > graceSeconds + 2 * pollSeconds) return claim
    await delay(pollSeconds * 1000)
  }
}
