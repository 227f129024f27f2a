/** Runs the cells of a sweep in a pool of processes on this machine. */
import { setTimeout as delay } from 'node:timers/promises'
import { type CellPool, cellPool } from './cell-pool.ts'
import { type CellStatus, isOver } from './cell-status.ts'
import type { Claim } from './claim-cell.ts'
import { type CoreShares, shareCores } from './share-cores.ts'
import { type CellPlace, startCell } from './start-cell.ts'
import type { SweepEvent, SweepProgress } from './sweep-event.ts'
import { updateSweep } from './sweep-folder.ts'
import { type StatusOptions, type SweepStatus, sweepStatus } from './sweep-status.ts'

/** Options of {@link runSweep}. */
export interface RunSweepOptions extends Partial<CoreShares>, StatusOptions {
  /**
   * Program and arguments that train a cell in its folder: they write the files of `runRecipe`, go on with what is there, and
   * end with the exit codes of `deepauc train`.
   */
  readonly runCell: (place: CellPlace) => readonly string[]
  /** Stops all runs, each with a checkpoint, and with the signal's reason as the error. */
  readonly signal?: AbortSignal
  /** Hears of every run that begins or ends. */
  readonly onEvent?: (event: SweepEvent) => void
  /** What is tried again although it is over. */
  readonly retry?: readonly ('failed' | 'diverged')[]
  /** How often this process looks for what others have done. */
  readonly pollSeconds?: number
  /** False: return when all that is left is under way elsewhere. */
  readonly waitsForOthers?: boolean
}

/**
 * Runs what is missing of the sweep that was begun in `out`, in its order. Any number of processes may do so at a time, also on
 * several machines that share the disk, and each may be killed: a cell never runs twice, and an interrupted one goes on. Failed
 * cells are tried twice more. A cell with a budget of seconds shares its machine with no other cell of the folder, whichever of
 * these processes runs it: it begins when none runs, and none begins before it has ended.
 *
 * @returns how it is when nothing is left to do
 * @throws DataError if no sweep was begun in `out`
 * @throws RangeError if `jobs` or `threadsPerJob` is no positive integer
 */
export async function runSweep(out: string, options: RunSweepOptions): Promise<SweepStatus> {
  const { signal, pollSeconds = 5, waitsForOthers = true } = options
  const { pool, look } = beginRun(out, options)
  try {
    for (;;) {
      signal?.throwIfAborted()
      const status = await look()
      const { isBusyElsewhere, hasNews } = await pool.fill(status.cells)
      if (hasNews) continue
      if (pool.size() === 0 && !(isBusyElsewhere && waitsForOthers)) return status
      await next(pool, isBusyElsewhere ? pollSeconds : undefined, signal)
    }
  } finally {
    await pool.drain()
  }
}

function beginRun(
  out: string,
  {
    graceSeconds = 120,
    retry = [],
    onEvent = () => {},
    runCell,
    signal,
    ...wanted
  }: RunSweepOptions,
): { pool: CellPool; look: () => Promise<SweepStatus> } {
  const shares = shareCores(wanted)
  const how = { ...shares, runCell, graceSeconds, onEvent, signal }
  const run = (cell: CellStatus, claim: Claim) => startCell(cell, claim, how)
  let known = 0
  return {
    pool: cellPool({ out, ...shares, graceSeconds, retry, run }),
    async look() {
      const status = await sweepStatus(out, { graceSeconds })
      if (status.cells.length !== known) updateSweep(out, status)
      known = status.cells.length
      onEvent(progress(status, shares.jobs))
      return status
    },
  }
}

/** Until a cell of this process ends, or it is time to look again. */
async function next(pool: CellPool, seconds?: number, signal?: AbortSignal): Promise<void> {
  if (seconds === undefined) return pool.anyEnd()
  const timer = new AbortController()
  const stop = () => timer.abort()
  signal?.addEventListener('abort', stop, { once: true })
  const pause = delay(seconds * 1000, undefined, { signal: timer.signal }).catch(() => {})
  await Promise.race([pause, ...(pool.size() > 0 ? [pool.anyEnd()] : [])])
  stop()
  signal?.removeEventListener('abort', stop)
}

function progress(status: SweepStatus, jobs: number): SweepProgress {
  const { cells, counts, later, secondsLeft } = status
  return {
    kind: 'progress',
    cells: cells.length,
    left: cells.filter((cell) => !isOver(cell)).length,
    later,
    counts,
    ...(secondsLeft !== undefined && { secondsLeft: secondsLeft / jobs }),
  }
}
