/** From an object that a program made to a recipe. */
import { describeIssue } from './describe-issue.ts'
import type { Mapping } from './layer.ts'
import type { Recipe } from './recipe.ts'
import { RecipeError } from './recipe-error.ts'
import { recipeSchema } from './schema.ts'

/**
 * The recipe with all defaults.
 *
 * @param source what the errors name as the place
 * @throws RecipeError that tells everything that is wrong
 */
export function parseRecipe(value: object, source: string): Recipe {
  const result = recipeSchema.safeParse(value)
  if (result.success) return result.data
  throw new RecipeError(
    result.error.issues
      .flatMap((issue) => describeIssue(issue, value as Mapping))
      .map(({ path, message }) => ({ source, path, message })),
  )
}
