/** The cells that this process runs at the moment. */
import { recordAttempt } from './attempts.ts'
import { cellState, outcomeOf } from './cell-state.ts'
import { type CellStatus, isOver } from './cell-status.ts'
import { type Claim, type ClaimWatch, claimCell } from './claim-cell.ts'
import type { CellEnd } from './run-cell.ts'

export interface CellPoolOptions {
  readonly jobs: number
  readonly graceSeconds: number
  /** What is tried again although it is over. */
  readonly retry: readonly ('failed' | 'diverged')[]
  readonly run: (cell: CellStatus, claim: Claim) => Promise<CellEnd>
}

export interface CellPool {
  /** Starts as many as there is room for, the first ones first. */
  fill(cells: readonly CellStatus[]): Filled
  size(): number
  /** Until the next one ends. */
  anyEnd(): Promise<void>
  /** Until all have ended. */
  drain(): Promise<void>
}

interface Filled {
  /** Others work on cells that were wanted. */
  readonly isBusyElsewhere: boolean
  /** A cell turned out to be over, so that others may be known now. */
  readonly hasNews: boolean
}

/** After so many interruptions from outside, a cell is left to the next start. */
const mostInterruptions = 3

export function cellPool(options: CellPoolOptions): CellPool {
  const state: PoolState = {
    ...options,
    running: new Map(),
    revived: new Set(),
    interruptions: new Map(),
    watch: new Map(),
  }
  const ends = () => Array.from(state.running.values(), ({ end }) => end)
  return {
    fill(cells) {
      const wanted = cells.filter((cell) => isWanted(cell, state))
      const results = wanted.map((cell) => (hasRoomFor(cell, state) ? begin(cell, state) : 'later'))
      return { isBusyElsewhere: results.includes('claimed'), hasNews: results.includes('over') }
    },
    size: () => state.running.size,
    anyEnd: () => Promise.race(ends()),
    drain: async () => {
      await Promise.all(ends())
    },
  }
}

interface PoolState extends CellPoolOptions {
  readonly running: Map<string, { readonly isAlone: boolean; readonly end: Promise<void> }>
  /** Tried again, because that was asked for. */
  readonly revived: Set<string>
  /** How often each was interrupted from outside. */
  readonly interruptions: Map<string, number>
  readonly watch: ClaimWatch
}

function isWanted(
  cell: CellStatus,
  { running, revived, interruptions, retry }: PoolState,
): boolean {
  const { hash, state } = cell
  if (running.has(hash) || (interruptions.get(hash) ?? 0) >= mostInterruptions) return false
  if (!isOver(cell)) return true
  return (state === 'failed' || state === 'diverged') && retry.includes(state) && !revived.has(hash)
}

/** What is measured in seconds shares the machine with nothing. */
function hasRoomFor(cell: CellStatus, { running, jobs }: PoolState): boolean {
  if (running.size === 0) return true
  const isAnyAlone = [...running.values()].some(({ isAlone }) => isAlone)
  return running.size < jobs && !isAnyAlone && !isTimed(cell)
}

/** Starts the cell, unless another process works on it or was faster. */
function begin(cell: CellStatus, pool: PoolState): 'begun' | 'claimed' | 'over' {
  const { running, revived, interruptions, watch, graceSeconds } = pool
  const { hash, folder } = cell
  const claim = claimCell(folder, { watch, graceSeconds })
  if (!claim) return 'claimed'
  if (isOver(cell)) {
    revived.add(hash)
    recordAttempt(folder, { outcome: 'retry', seconds: 0 })
  } else if (outcomeOf(cellState(folder))) {
    claim.release()
    return 'over'
  }
  const end = pool.run(cell, claim).then(({ outcome }) => {
    if (outcome === 'preempted') interruptions.set(hash, (interruptions.get(hash) ?? 0) + 1)
    running.delete(hash)
  })
  // An error stays in `running`, until somebody waits for it.
  end.catch(() => {})
  running.set(hash, { isAlone: isTimed(cell), end })
  return 'begun'
}

function isTimed({ recipe }: CellStatus): boolean {
  return recipe.training.budget.seconds !== undefined
}
