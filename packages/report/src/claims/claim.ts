/** A claim of the paper and what became of it. */
import type { Evidence } from '../sweep/evidence.ts'

/** What runs say about a claim. */
export type Verdict = 'holds' | 'fails' | 'undecidable'

/** A claim of the paper. */
export interface Claim {
  readonly id: string
  /** In the paper's words, or close to them. */
  readonly statement: string
  readonly source: string
  /** What has to be run. */
  readonly needs: string
  /** What decides it. */
  readonly test: string
  /** What the paper itself shows. */
  readonly asPrinted: string
}

/** A verdict, why, and the numbers that it rests on. */
export interface Judgement {
  readonly verdict: Verdict
  readonly reason: string
  readonly evidence: readonly Evidence[]
}
