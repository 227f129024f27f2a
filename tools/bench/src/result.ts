/** What a benchmark yields. */
import { summarize } from './statistics.ts'

/** A row of the table and of the JSON. */
export interface Result {
  /** What all variants of a table compute. */
  readonly network: string
  readonly variant: string
  readonly medianMs: number
  readonly minMs: number
  /** Interquartile range. */
  readonly spreadMs: number
  /** Null where the system does not tell. */
  readonly peakMiB: number | null
  /** The program that ran, with its version. */
  readonly detail: string
}

/** A variant that cannot run here. */
export interface Skipped {
  readonly network: string
  readonly variant: string
  readonly reason: string
}

/** Times of a variant, or why there are none. */
export type Outcome =
  | {
      readonly variant: string
      readonly times: readonly number[]
      readonly value: unknown
      readonly peakMiB: number | null
      readonly detail: string
    }
  | { readonly variant: string; readonly reason: string }

/** Of several outcomes of one variant only the fastest counts. */
export function toResults(network: string, outcomes: readonly Outcome[]): (Result | Skipped)[] {
  const rows = outcomes.map((outcome) => toRow(network, outcome))
  const best = new Map<string, Result | Skipped>()
  for (const row of rows) {
    const other = best.get(row.variant)
    if (other === undefined || medianOf(row) < medianOf(other)) best.set(row.variant, row)
  }
  return [...best.values()]
}

export function isResult(row: Result | Skipped): row is Result {
  return 'medianMs' in row
}

function toRow(network: string, outcome: Outcome): Result | Skipped {
  const { variant } = outcome
  if ('reason' in outcome) return { network, variant, reason: outcome.reason }
  const { median, min, spread } = summarize(outcome.times)
  const { peakMiB, detail } = outcome
  return { network, variant, medianMs: median, minMs: min, spreadMs: spread, peakMiB, detail }
}

function medianOf(row: Result | Skipped): number {
  return isResult(row) ? row.medianMs : Number.POSITIVE_INFINITY
}
