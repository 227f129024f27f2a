/** What a run is called. */
import type { Recipe } from './recipe/recipe.ts'

/** The name of a recipe's folder: its own name or that of its method, in small letters, digits, points and hyphens. */
export function runName({ name, method }: Pick<Recipe, 'name' | 'method'>): string {
  return (name ?? method.name).toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-')
}
