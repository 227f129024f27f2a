/** Numbers for the groups of runs behind the numbers of a report. */
import { cellAnchor, type ReportTable, textCell } from './report-table.ts'

export interface RunIndex {
  /** The anchor of the group of these cells, the same for the same group. */
  refer(cells: readonly string[]): string
  /** Every group that was referred to, with links to its cells. */
  table(): ReportTable
}

/** An index without groups; they are numbered in the order in which they are first referred to. */
export function runIndex(): RunIndex {
  const groups = new Map<string, { readonly name: string; readonly cells: readonly string[] }>()
  return {
    refer(cells) {
      const key = JSON.stringify(cells)
      const group = groups.get(key) ?? { name: `runs-${groups.size + 1}`, cells }
      groups.set(key, group)
      return group.name
    },
    table: () => ({
      caption: 'The cells behind each number',
      columns: [
        { title: 'Runs', kind: 'head' },
        { title: 'Cells', kind: 'text' },
      ],
      rows: [...groups.values()].map(({ name, cells }) => [
        { ...textCell(name), anchor: name },
        { pieces: cells.map((id) => ({ text: id, to: cellAnchor(id) })) },
      ]),
      notes: [],
    }),
  }
}
