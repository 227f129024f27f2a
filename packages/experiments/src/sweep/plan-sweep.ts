/** What a sweep would run, and its beginning. */

import { cellState, outcomeOf } from './cell-state.ts'
import type { Outcome } from './choose-configuration.ts'
import { planCells } from './plan-cells.ts'
import type { Profile } from './profile.ts'
import { cellFolder, writeSweep } from './sweep-folder.ts'
import type { DataFolders, SweepPlan, SweepRequest } from './sweep-plan.ts'

/** Options of {@link planSweep} and {@link beginSweep}. */
export interface SweepOptions {
  /** Where the files of each data set are; runs without them cannot start. */
  readonly folders?: DataFolders
  /** As in `readRecipe`: `training.precision=bfloat16`. */
  readonly set?: readonly string[]
  /** What the profile was read from, as it was given, for the commands of a report. */
  readonly reference?: string
}

/**
 * The cells of a profile, as far as the results in `out` tell. It writes nothing.
 *
 * @throws RecipeError if a recipe is invalid
 */
export async function planSweep(
  profile: Profile,
  { out, folders = {}, set = [] }: SweepOptions & { readonly out?: string } = {},
): Promise<SweepPlan> {
  return planWithResults({ profile, folders, set }, out)
}

/**
 * Writes `sweep.json`. What `out` already holds, of this profile or of another one, is used and stays.
 *
 * @throws RecipeError if a recipe is invalid, also one that depends on results
 */
export async function beginSweep(
  profile: Profile,
  out: string,
  { folders = {}, set = [], reference }: SweepOptions = {},
): Promise<SweepPlan> {
  const request = { profile, folders, set, ...(reference !== undefined && { reference }) }
  await rehearse(request)
  const plan = await planWithResults(request, out)
  writeSweep(out, request, plan)
  return plan
}

/** The plan that follows from the results in `out`. */
export async function planWithResults(request: SweepRequest, out?: string): Promise<SweepPlan> {
  const outcomes = new Map<string, Outcome>()
  for (;;) {
    const plan = await planCells(request, outcomes)
    const known = outcomes.size
    if (out !== undefined) collect(plan, out, outcomes)
    if (outcomes.size === known) return plan
  }
}

/** Only tuning runs have a say. */
function collect({ cells }: SweepPlan, out: string, outcomes: Map<string, Outcome>): void {
  for (const cell of cells) {
    if (outcomes.has(cell.hash) || !cell.uses.some(({ role }) => role === 'tuning')) continue
    const outcome = outcomeOf(cellState(cellFolder(out, cell)))
    if (outcome) outcomes.set(cell.hash, outcome)
  }
}

/** Makes every recipe once, so that no mistake comes to light after days. @throws RecipeError */
async function rehearse(request: SweepRequest): Promise<void> {
  const outcomes = new Map<string, Outcome>()
  for (;;) {
    const { cells, later } = await planCells(request, outcomes)
    if (later === 0) return
    for (const { hash } of cells) outcomes.set(hash, { state: 'done', validationAuc: 0.5 })
  }
}
