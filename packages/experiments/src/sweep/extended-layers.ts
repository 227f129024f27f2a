/** What parts of a profile extend. */
import { isAbsolute, join } from 'node:path'
import type { Mapping } from '../recipe/layer.ts'
import { merge } from '../recipe/merge.ts'
import { absolutePaths } from '../recipe/path-keys.ts'
import { RecipeError } from '../recipe/recipe-error.ts'
import { recipeLayers } from '../recipe/recipe-layers.ts'

/** @param fill replaces what stands for the row and the column */
export type Extend = (recipe: Mapping, fill: (text: string) => string) => Promise<Mapping[]>

/**
 * Turns a part of a recipe into itself and what it extends, the weakest first; every preset and file is read once.
 *
 * @param folder that paths are relative to
 */
export function extendedLayers(folder: string): Extend {
  const read = new Map<string, Promise<Mapping>>()
  const layerOf = (reference: string) => {
    const known = read.get(reference) ?? mergedFile(reference)
    read.set(reference, known)
    return known
  }
  return async ({ extends: extended = [], ...own }, fill) => {
    const references = [extended].flat().map((reference) => fill(String(reference)))
    const bases = await Promise.all(references.map((name) => layerOf(located(name, folder))))
    return [...bases, absolutePaths(own, folder)]
  }
}

function located(reference: string, folder: string): string {
  const isFile = /\.ya?ml$/.test(reference)
  return isFile && !isAbsolute(reference) ? join(folder, reference) : reference
}

async function mergedFile(reference: string): Promise<Mapping> {
  const layers = await recipeLayers(reference)
  const problems = layers.flatMap((layer) => layer.problems)
  if (problems.length > 0) throw new RecipeError(problems)
  return layers.reduce<Mapping>((recipe, { data }) => merge(recipe, data), {})
}
