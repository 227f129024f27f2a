/** Numbers for the groups of runs behind the numbers of a report. */
import { cellAnchor, type ReportTable, textCell } from './report-table.ts'

export interface RunIndex {
  /** The anchor of the group of these cells, the same for the same group; of one cell its own. */
  refer(cells: readonly string[]): string
  /** Every group that was referred to, with links to its cells. */
  table(): ReportTable
}

/** An index without groups; they are numbered in the order in which they are first referred to. */
export function runIndex(): RunIndex {
  const groups = new Map<string, { readonly name: string; readonly cells: readonly string[] }>()
  return {
    refer(cells) {
      const [first] = cells
      if (first !== undefined && cells.length === 1) return cellAnchor(first)
      const key = JSON.stringify(cells)
      const group = groups.get(key) ?? { name: `runs-${groups.size + 1}`, cells }
      groups.set(key, group)
      return group.name
    },
    table: () => ({
      name: 'runs',
      caption: 'The cells behind each number that has several',
      columns: [
        { title: 'Runs', kind: 'head' },
        { title: 'Cells', kind: 'list' },
      ],
      rows: [...groups.values()].map(({ name, cells }) => [
        { ...textCell(name), anchor: name },
        { pieces: cells.map((id) => ({ text: id, to: cellAnchor(id) })) },
      ]),
      notes: [],
    }),
  }
}
