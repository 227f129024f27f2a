/** Which configuration of a grid is the best one. */

/** What is known of a cell that is over. It has no test AUC, so that none can take part in a choice. */
export type Outcome =
  /** `validationAuc` of the step at which it was highest; null if it was never a number. */
  | { readonly state: 'done'; readonly validationAuc: number | null }
  | { readonly state: 'diverged' | 'failed' }

export interface Choice {
  /** Mean over the seeds for each configuration, if all its runs have one. */
  readonly validationAucs: readonly (number | undefined)[]
  /** False as long as a run is missing. */
  readonly isOver: boolean
  /** The configuration with the highest mean, of equal ones the first; absent if no configuration has one. */
  readonly chosen?: number
}

/** @param runs the outcomes of each configuration, one for each tuning seed; undefined while a run is not over */
export function chooseConfiguration(runs: readonly (readonly (Outcome | undefined)[])[]): Choice {
  const validationAucs = runs.map(meanAuc)
  const isOver = runs.every((outcomes) => outcomes.every((outcome) => outcome !== undefined))
  const known = validationAucs.filter((auc) => auc !== undefined)
  if (!isOver || known.length === 0) return { validationAucs, isOver }
  return { validationAucs, isOver, chosen: validationAucs.indexOf(Math.max(...known)) }
}

function meanAuc(outcomes: readonly (Outcome | undefined)[]): number | undefined {
  const aucs = outcomes.map((outcome) => (outcome?.state === 'done' ? outcome.validationAuc : null))
  const known = aucs.filter((auc) => auc !== null)
  if (known.length < outcomes.length) return undefined
  return known.reduce((sum, auc) => sum + auc, 0) / known.length
}
