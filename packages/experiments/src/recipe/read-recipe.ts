/** From a file or the name of a preset to a recipe. */
import { describeIssue } from './describe-issue.ts'
import { forbiddenKeys, type Layer, type Mapping } from './layer.ts'
import { merge } from './merge.ts'
import { absolutePaths } from './path-keys.ts'
import type { Recipe } from './recipe.ts'
import { type KeyPath, type Place, RecipeError } from './recipe-error.ts'
import { recipeLayers } from './recipe-layers.ts'
import { recipeSchema } from './schema.ts'
import { setLayer } from './set-layer.ts'

/** Options of {@link readRecipe}. */
export interface ReadRecipeOptions {
  /** Changes, `key=value` each: `training.seed=1`, `data.binarize.positive=[cat, dog]`. Paths are of the working folder. */
  readonly set?: readonly string[]
}

/**
 * The recipe in a file, with what it extends, the changes of `set` and all defaults; paths are absolute.
 *
 * @param reference a path that ends in .yaml or .yml, or the name of a preset, as `presetNames` lists them
 * @throws RecipeError that tells everything that is wrong, with its place
 * @example
 * const recipe = await readRecipe('table1/cifar10-10-ct', { set: ['data.root=cifar', 'training.seed=1'] })
 */
export async function readRecipe(
  reference: string,
  { set = [] }: ReadRecipeOptions = {},
): Promise<Recipe> {
  const files = await recipeLayers(reference).catch((cause: unknown) => {
    if (!(cause instanceof RangeError)) throw cause
    throw new RecipeError([{ source: reference, path: [], message: cause.message }])
  })
  const overrides = setLayer(set)
  const layers = [...files, overrides]
  const problems = layers.flatMap((layer) => layer.problems)
  if (!layers.every((layer) => layer.isWhole)) throw new RecipeError(problems)
  const merged = layers.reduce<Mapping>((recipe, { data }) => merge(recipe, data), {})
  const result = recipeSchema.safeParse(absolutePaths(merged, process.cwd()))
  if (result.success && problems.length === 0) return result.data
  const issues = result.error?.issues ?? []
  const described = issues.flatMap((issue) => describeIssue(issue, merged))
  const where = (path: KeyPath, what: 'key' | 'value') =>
    placeOf(path, what, files, overrides) ?? { source: reference }
  // The layers have refused these.
  for (const { path, what, message } of described)
    if (!forbiddenKeys.includes(String(path.at(-1))))
      problems.push({ ...where(path, what), path, message })
  throw new RecipeError(problems)
}

/** The strongest layer that says something about the key; where none does, the file that has what it is missing from. */
function placeOf(
  path: KeyPath,
  what: 'key' | 'value',
  files: readonly Layer[],
  overrides: Layer,
): Place | undefined {
  const strongest = [...files].reverse()
  const own = firstPlace([overrides, ...strongest], path, what)
  if (own !== undefined || path.length < 2) return own
  return firstPlace([...strongest, overrides], path.slice(0, -1), 'key')
}

function firstPlace(
  layers: readonly Layer[],
  path: KeyPath,
  what: 'key' | 'value',
): Place | undefined {
  for (const layer of layers) {
    const place = layer.place(path, what)
    if (place !== undefined) return place
  }
  return undefined
}
