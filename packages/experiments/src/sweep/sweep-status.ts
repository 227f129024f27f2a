/** How far a sweep is. */
import { type CellStatus, cellStatus } from './cell-status.ts'
import { planWithResults } from './plan-sweep.ts'
import { secondsLeft } from './seconds-left.ts'
import { readSweep } from './sweep-folder.ts'
import type { SweepPlan } from './sweep-plan.ts'

/** How far a sweep is, read from its folder. */
export interface SweepStatus extends Omit<SweepPlan, 'cells'> {
  /** Name of the profile. */
  readonly profile: string
  readonly cells: readonly CellStatus[]
  readonly counts: Readonly<Record<CellStatus['state'], number>>
  /** Of wall time, with one cell at a time; absent before any cell is done. */
  readonly secondsLeft?: number
}

export interface StatusOptions {
  /** After so long a silent process of another machine counts as dead. */
  readonly graceSeconds?: number
}

/**
 * Told by the folders of the cells alone; `sweep.json` only says for what the sweep was begun.
 *
 * @throws DataError if no sweep was begun in `out`
 */
export async function sweepStatus(
  out: string,
  { graceSeconds = 120 }: StatusOptions = {},
): Promise<SweepStatus> {
  const request = readSweep(out)
  const { cells: planned, ...plan } = await planWithResults(request, out)
  const cells = planned.map((cell) => cellStatus(out, cell, graceSeconds))
  const seconds = secondsLeft(cells, plan.later)
  return {
    profile: request.profile.name,
    ...plan,
    cells,
    counts: countStates(cells),
    ...(seconds !== undefined && { secondsLeft: seconds }),
  }
}

function countStates(cells: readonly CellStatus[]): SweepStatus['counts'] {
  const counts = {
    planned: 0,
    running: 0,
    done: 0,
    preempted: 0,
    failed: 0,
    diverged: 0,
    lacking: 0,
  }
  for (const { state } of cells) counts[state]++
  return counts
}
