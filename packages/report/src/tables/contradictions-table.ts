/** Where the paper says two things. */
import { contradictions } from '../paper/contradictions.ts'
import { type ReportTable, textCell } from './report-table.ts'

export function contradictionsTable(): ReportTable {
  return {
    name: 'contradictions',
    caption: 'Where the paper contradicts itself',
    columns: [
      { title: 'Quantity', kind: 'head' },
      { title: 'Values', kind: 'text' },
    ],
    rows: contradictions.map(({ subject, values }) => [
      textCell(subject),
      textCell(...values.map(({ value, source }) => `${value} (${source})`)),
    ]),
    notes: [],
  }
}
