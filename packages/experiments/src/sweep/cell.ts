/** One run of a sweep. */
import { recipeHash } from '../recipe/identity.ts'
import type { Recipe } from '../recipe/recipe.ts'
import type { ArmKey, Settings } from './profile.ts'

/** One run of a sweep; several arms of a study may share it. */
export interface Cell {
  /** Of `recipeHash`, 64 hexadecimal digits: cells with the same one are the same run. */
  readonly hash: string
  /** Name of its folder below `cells`, the same in every sweep. */
  readonly name: string
  readonly recipe: Recipe
  /** What it is run for; never empty. */
  readonly uses: readonly CellUse[]
  /** The source of its data, if no folder is given for it: then it cannot run. */
  readonly lacks?: string
}

/** What a run is for: an arm of a study, in tuning or in the final runs. */
export interface CellUse extends ArmKey {
  readonly role: 'tuning' | 'final'
  readonly seed: number
  /** The configuration of the grid. */
  readonly settings: Settings
}

/** @throws Error if the file of the initial weights cannot be read */
export async function cellOf(recipe: Recipe, use: CellUse): Promise<Cell> {
  const hash = await recipeHash(recipe)
  const { source, root, prepared } = recipe.data
  const isThere = source === 'sample' || root !== undefined || prepared !== undefined
  return {
    hash,
    name: `${hash.slice(0, 12)}-${slug(recipe)}`,
    recipe,
    uses: [use],
    ...(!isThere && { lacks: source }),
  }
}

/** For people: `cifar10-10-ct-s0`. */
function slug({ data, method, training }: Recipe): string {
  const { source, imratio } = data
  const share = imratio === 'as-is' ? imratio : Number((100 * imratio).toPrecision(3))
  const words = [source, share, method.name, `s${training.seed}`]
  return words
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9-]+/g, '-')
}
