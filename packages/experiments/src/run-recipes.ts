/** Several recipes one after the other. */
import { join } from 'node:path'
import { makeMethod } from './make-method.ts'
import type { Recipe } from './recipe/recipe.ts'
import type { RunEvent } from './run-event.ts'
import { type RunRecipeOptions, runRecipe } from './run-recipe.ts'

/**
 * Runs each recipe in a folder below `folder` that has its name, the same data for all.
 *
 * @throws RangeError if two have the same name; and as `runRecipe`
 */
export async function* runRecipes(
  recipes: readonly Recipe[],
  { folder, ...options }: RunRecipeOptions,
): AsyncGenerator<RunEvent, void, void> {
  const names = recipes.map(runName)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined) throw new RangeError(`two recipes are called ${twice}`)
  // What is wrong with the last method is said before the first one trains.
  for (const { method } of recipes) makeMethod(method)
  for (const [i, recipe] of recipes.entries())
    yield* runRecipe(recipe, { ...options, folder: join(folder, names[i] as string) })
}

/** The name of a recipe's folder. */
function runName({ name, method }: Recipe): string {
  return (name ?? method.name).toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-')
}
