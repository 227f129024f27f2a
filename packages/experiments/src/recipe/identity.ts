/** What makes two recipes the same training. */
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { isMapping } from './layer.ts'
import type { Recipe } from './recipe.ts'

/**
 * Canonical JSON (RFC 8785: sorted keys, no blanks) of all that the result depends on: no name, no path, no number of workers
 * and no checkpoints. Initial weights are told by the SHA-256 of their file. Data are told by their source alone.
 *
 * @throws Error if the file of the weights cannot be read
 */
export async function resolvedRecipe(recipe: Recipe): Promise<string> {
  const { name: _, extends: __, data, network, training, ...rest } = recipe
  const { root, prepared, ...source } = data
  const { weights, ...architecture } = network
  const { workers, checkpoint, ...course } = training
  const initial = weights !== undefined && { weights: sha256(await readFile(weights)) }
  const content = {
    ...rest,
    data: source,
    network: { ...architecture, ...initial },
    training: course,
  }
  return JSON.stringify(sorted(content))
}

/** SHA-256 of `resolvedRecipe`, 64 hexadecimal digits. @throws Error as `resolvedRecipe` */
export async function recipeHash(recipe: Recipe): Promise<string> {
  return sha256(await resolvedRecipe(recipe))
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isMapping(value)) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}
