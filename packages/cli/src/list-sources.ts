/** Shows which data sets can be read. */
import { sources } from '@deepauc/datasets'
import { alignedTable } from './text-table.ts'

/** Prints a row per data set, and one per option of its reader. */
export function listSources(): void {
  const rows = Object.entries(sources).flatMap(([name, { title, expects, options = {} }]) => [
    [name, title, expects],
    ...Object.entries(options).map(([key, values]) => ['', '', `--set ${key}=${values.join('|')}`]),
  ])
  console.log(alignedTable(['Name', 'Data set', 'What --root should hold'], rows))
}
