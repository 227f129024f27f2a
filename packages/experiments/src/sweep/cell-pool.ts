/** The cells that this process runs at the moment. */
import { recordAttempt } from './attempts.ts'
import { cellState, outcomeOf } from './cell-state.ts'
import { type CellStatus, isOver, isTimed } from './cell-status.ts'
import { cellsHere } from './cells-here.ts'
import { type Claim, type ClaimWatch, claimCell } from './claim-cell.ts'
import type { CellEnd } from './run-cell.ts'
import { takeTurn } from './take-turn.ts'

export interface CellPoolOptions {
  /** Folder of the sweep. */
  readonly out: string
  readonly jobs: number
  readonly graceSeconds: number
  /** What is tried again although it is over. */
  readonly retry: readonly ('failed' | 'diverged')[]
  readonly run: (cell: CellStatus, claim: Claim) => Promise<CellEnd>
}

export interface CellPool {
  /** Starts as many as there is room for, the first ones first. */
  fill(cells: readonly CellStatus[]): Promise<Filled>
  size(): number
  /** Until the next one ends. */
  anyEnd(): Promise<void>
  /** Until all have ended. */
  drain(): Promise<void>
}

interface Filled {
  /** Others work on cells that were wanted, or on what these cannot run beside. */
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
    async fill(cells) {
      const wanted = cells.filter((cell) => isWanted(cell, state))
      if (wanted.length === 0) return { isBusyElsewhere: false, hasNews: false }
      const turn = await takeTurn(state.out, state, () => beginSome(wanted, state))
      const results = turn ?? ['elsewhere']
      return { isBusyElsewhere: results.includes('elsewhere'), hasNews: results.includes('over') }
    },
    size: () => state.running.size,
    anyEnd: () => Promise.race(ends()),
    drain: async () => {
      await Promise.all(ends())
    },
  }
}

interface PoolState extends CellPoolOptions {
  /** By hash. */
  readonly running: Map<string, RunningCell>
  /** Tried again, because that was asked for. */
  readonly revived: Set<string>
  /** How often each was interrupted from outside. */
  readonly interruptions: Map<string, number>
  readonly watch: ClaimWatch
}

interface RunningCell {
  readonly name: string
  readonly isAlone: boolean
  readonly end: Promise<void>
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

type Begun = 'begun' | 'later' | 'elsewhere' | 'over'

function beginSome(wanted: readonly CellStatus[], pool: PoolState): Begun[] {
  const own = new Set(Array.from(pool.running.values(), ({ name }) => name))
  const others = cellsHere(pool.out, own)
  return wanted.map((cell) => {
    if (!hasRoomFor(cell, pool)) return 'later'
    const isInTheWay = others.isAnyAlone || (others.isAny && isTimed(cell))
    return isInTheWay ? 'elsewhere' : begin(cell, pool)
  })
}

function hasRoomFor(cell: CellStatus, { running, jobs }: PoolState): boolean {
  if (running.size === 0) return true
  const isAnyAlone = [...running.values()].some(({ isAlone }) => isAlone)
  return running.size < jobs && !isAnyAlone && !isTimed(cell)
}

/** Starts the cell, unless another process works on it or was faster. */
function begin(cell: CellStatus, pool: PoolState): Begun {
  const { running, revived, interruptions, watch, graceSeconds } = pool
  const { hash, name, folder } = cell
  const isAlone = isTimed(cell)
  const claim = claimCell(folder, { watch, graceSeconds, isAlone })
  if (!claim) return 'elsewhere'
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
  running.set(hash, { name, isAlone, end })
  return 'begun'
}
