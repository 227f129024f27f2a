/** What a running sweep tells. Events are plain JSON. */
import type { Cell } from './cell.ts'
import type { CellEnd } from './run-cell.ts'
import type { SweepStatus } from './sweep-status.ts'

/** What a sweep tells while it runs: beginnings, ends, and how far it is. */
export type SweepEvent =
  | { readonly kind: 'start'; readonly cell: CellName; readonly threads: number }
  | ({ readonly kind: 'end'; readonly cell: CellName } & CellEnd)
  | SweepProgress

/** Told at the start, and after every cell. */
export interface SweepProgress extends Pick<SweepStatus, 'counts' | 'later'> {
  readonly kind: 'progress'
  /** Cells that are known. */
  readonly cells: number
  /** Those of them that still have to run, or are running. */
  readonly left: number
  /** Wall time until the end, with all jobs of this process and no other process; absent before any cell is done. */
  readonly secondsLeft?: number
}

export type CellName = Pick<Cell, 'hash' | 'name' | 'uses'>
