/** The verdict on every claim. */
import type { SweepCell, SweepResults } from '../sweep/sweep-results.ts'
import {
  beatsAll,
  beatsAllInEqualTime,
  beatsCombination,
  beatsTwoStage,
  isBetterOnAverage,
  liftsScratchOnMedical,
  scratchIsNotAlwaysBetter,
} from './baseline-claims.ts'
import type { Claim, Judgement } from './claim.ts'
import { claims } from './claims.ts'
import {
  averagingIsGood,
  convergesFaster,
  fallsAtTheRate,
  learnsBetterFeatures,
  termsAlternate,
} from './course-claims.ts'

/** A claim with its verdict. */
export interface JudgedClaim extends Claim, Judgement {}

const judges: Readonly<Record<string, (cells: readonly SweepCell[]) => Judgement>> = {
  C1: (cells) => beatsAll(cells),
  C2: scratchIsNotAlwaysBetter,
  C3: liftsScratchOnMedical,
  C4: beatsCombination,
  C5: beatsTwoStage,
  C6: convergesFaster,
  C7: beatsAllInEqualTime,
  C8: (cells) => isBetterOnAverage(cells, 'tuned', 'same-batch'),
  C9: (cells) => isBetterOnAverage(cells, 'one-step', 'one-step-unaveraged'),
  C10: (cells) => isBetterOnAverage(cells, 'tuned', 'one-step'),
  C11: learnsBetterFeatures,
  C12: termsAlternate,
  C13: fallsAtTheRate,
  C14: averagingIsGood,
}

/**
 * Holds, fails, or cannot be decided, for each of the fourteen claims, from the runs that are complete. A claim about all data
 * sets is judged on those that were run; the evidence names them.
 *
 * @throws RangeError if two cells are the same method, arm, setting and seed
 */
export function judgeClaims({ cells }: Pick<SweepResults, 'cells'>): readonly JudgedClaim[] {
  return claims.map((claim) => ({
    ...claim,
    ...(judges[claim.id] as (typeof judges)[string])(cells),
  }))
}
