/** The cells of a plan, each once. */
import { isMapping, type Mapping } from '../recipe/layer.ts'
import { merge } from '../recipe/merge.ts'
import { parseRecipe } from '../recipe/parse-recipe.ts'
import { RecipeError } from '../recipe/recipe-error.ts'
import { setLayer } from '../recipe/set-layer.ts'
import { type Cell, type CellUse, cellOf } from './cell.ts'
import { armName } from './profile.ts'
import type { DataFolders, SweepRequest } from './sweep-plan.ts'

/** Returns the hash. @throws RecipeError if it is no valid recipe */
export type AddCell = (recipe: Mapping, use: CellUse) => Promise<string>

export interface CellBook {
  readonly add: AddCell
  /** In the order in which they were first added. */
  cells(): Cell[]
}

/** @throws RecipeError if the changes of `set` cannot be read */
export function cellBook({ profile, folders, set }: SweepRequest): CellBook {
  const { data: changes, problems } = setLayer(set)
  if (problems.length > 0) throw new RecipeError(problems)
  const book = new Map<string, Cell>()
  return {
    async add(recipe, use) {
      const changed = merge(merge(recipe, changes), { training: { seed: use.seed } })
      const place = `profile ${profile.name}, ${armName(use)}`
      const cell = await cellOf(parseRecipe(located(changed, folders), place), use)
      const known = book.get(cell.hash)
      book.set(cell.hash, known ? { ...known, uses: [...known.uses, use] } : cell)
      return cell.hash
    },
    cells: () => [...book.values()],
  }
}

/** With the folder of its source, if it names none itself. */
function located(recipe: Mapping, folders: DataFolders): Mapping {
  const { data } = recipe
  if (!isMapping(data) || 'root' in data || 'prepared' in data) return recipe
  const source = String(data.source)
  return Object.hasOwn(folders, source)
    ? { ...recipe, data: { ...data, ...folders[source] } }
    : recipe
}
