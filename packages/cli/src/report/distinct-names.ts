/** Names of data that no two tasks share. */
import type { CollectedCell } from '@deepauc/experiments'
import { type TaskName, taskName } from './task-name.ts'

/** What taskName says, and the row of the profile where other data have the same name, as of another size or selection. */
export function distinctNames(cells: readonly CollectedCell[]): (cell: CollectedCell) => TaskName {
  const rowsByName = new Map<string, Map<string, string>>()
  for (const cell of cells) {
    const name = nameKey(cell)
    const rows = rowsByName.get(name) ?? new Map<string, string>()
    const data = dataKey(cell)
    if (!rows.has(data)) rows.set(data, cell.uses[0]?.row ?? '')
    rowsByName.set(name, rows)
  }
  return (cell) => {
    const { dataset, ...share } = taskName(cell.recipe.data)
    const rows = rowsByName.get(nameKey(cell))
    if (!rows || rows.size === 1) return { dataset, ...share }
    return { dataset: `${dataset}, ${rows.get(dataKey(cell))}`, ...share }
  }
}

function nameKey({ recipe }: CollectedCell): string {
  return JSON.stringify(taskName(recipe.data))
}

/** All of it but where its files are. */
function dataKey({ recipe }: CollectedCell): string {
  const { root: _, prepared: __, ...data } = recipe.data
  return JSON.stringify(data)
}
