/** `comparison.json`: what a command trains, so that another can go on with it. */
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DataError } from '@deepauc/datasets'
import { parseRecipe, type Recipe, writeWhole } from '@deepauc/experiments'

export interface Comparison {
  /** That began it. */
  readonly command: string
  /** ISO 8601. */
  readonly date: string
  readonly recipes: readonly Recipe[]
}

const FILE = 'comparison.json'

/**
 * Makes a new folder below `parent`, named by the time; runs that begin in the same second do not share one.
 *
 * @throws Error of the system if it cannot be made
 */
export function newFolder(parent: string, date: Date): string {
  mkdirSync(parent, { recursive: true })
  const name = join(parent, date.toISOString().slice(0, 19).replaceAll(':', '-'))
  for (let number = 1; ; number++) {
    const path = number === 1 ? name : `${name}-${number}`
    try {
      mkdirSync(path)
      return path
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

export function writeComparison(folder: string, comparison: Comparison): void {
  writeWhole(join(folder, FILE), `${JSON.stringify(comparison, undefined, 2)}\n`)
}

/** What a folder was begun with, if it was. @throws DataError if the file is damaged; RecipeError as `parseRecipe` */
export function readComparison(folder: string): Comparison | undefined {
  const path = join(folder, FILE)
  if (!existsSync(path)) return undefined
  const { recipes, ...rest } = readJson<Comparison>(path)
  return { ...rest, recipes: recipes.map((recipe) => parseRecipe(recipe, path)) }
}

/**
 * The recipes of the runs in a folder.
 *
 * @throws DataError if there are none, or a file is damaged
 * @throws RecipeError if a recipe is of another version
 */
export function recipesIn(folder: string): readonly Recipe[] {
  const whole = readComparison(folder)
  if (whole) return whole.recipes
  const names = existsSync(folder) ? readdirSync(folder).sort() : []
  const files = names.map((name) => join(folder, name, 'run.json')).filter(existsSync)
  if (files.length === 0)
    throw new DataError('holds no run', {
      file: folder,
      remedy: 'Name the folder that `deepauc train` has made below runs/',
    })
  return files.map((file) => parseRecipe(readJson<{ recipe: object }>(file).recipe, file))
}

/** @throws DataError if it is not JSON */
export function readJson<T>(path: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new DataError(`is damaged (${(cause as Error).message})`, {
      file: path,
      remedy: 'Put a copy back; `deepauc doctor` tells what else is damaged',
      cause,
    })
  }
}
