/** What a sweep is asked for, and what it runs. */
import type { Cell } from './cell.ts'
import type { Choice } from './choose-configuration.ts'
import type { ArmKey, Profile, Settings } from './profile.ts'

/** All that the cells depend on, besides results, and how the profile was named. Plain JSON. */
export interface SweepRequest {
  readonly profile: Profile
  /** What the profile was read from, as it was given: it stands in commands. */
  readonly reference?: string
  /** Where the files of each source are. */
  readonly folders: DataFolders
  /** Changes of every recipe, stronger than its grid: `key=value` each, as `readRecipe` has them. */
  readonly set: readonly string[]
}

/** By the name of the source. */
export type DataFolders = Readonly<
  Record<string, { readonly root: string } | { readonly prepared: string }>
>

/** Which runs a sweep consists of, as far as results decide it already. */
export interface SweepPlan {
  /** In the order in which they run, each once. */
  readonly cells: readonly Cell[]
  /** One for each arm whose settings can be chosen or are known. */
  readonly selections: readonly Selection[]
  /** Cells that results still to come will add; those that two arms share count twice. */
  readonly later: number
}

/** How the settings of an arm were chosen: by the mean validation AUC over the tuning seeds, of the best step of each run. */
export interface Selection extends ArmKey, Omit<Choice, 'validationAucs'> {
  /** All that were tried; one alone is not run for tuning. */
  readonly configurations: readonly Configuration[]
}

export interface Configuration {
  readonly settings: Settings
  /** Cells of the tuning runs. */
  readonly hashes: readonly string[]
  /** Mean over the tuning seeds, if each has one. */
  readonly validationAuc?: number
}
