/** The summary as aligned text, for the terminal or for Markdown. */
import { formatAuc, formatCount, formatInterval } from '../number-format.ts'
import type { SummaryRow } from './summarize.ts'

interface Column {
  readonly title: string
  readonly cell: (row: SummaryRow) => string
}

/** The columns of every summary table; the first is text, the others are aligned to the right. */
export const summaryColumns: readonly Column[] = [
  { title: 'Method', cell: (row) => row.method },
  { title: 'Test AUC', cell: (row) => formatAuc(row.auc) },
  { title: '95 % DeLong interval', cell: (row) => formatInterval(row.lower, row.upper) },
  { title: 'Seconds', cell: (row) => formatCount(row.seconds, 1) },
  { title: 'Steps/s', cell: (row) => formatCount(row.stepsPerSecond, 1) },
  { title: 'Gradient evaluations', cell: (row) => formatCount(row.gradientEvaluations) },
]

/** The rows under their headings, aligned, without a final line break. */
export function summaryTable(rows: readonly SummaryRow[], format: 'text' | 'markdown'): string {
  const markdown = format === 'markdown'
  const lines = [
    summaryColumns.map(({ title }) => title),
    ...rows.map((row) => summaryColumns.map(({ cell }) => cell(row))),
  ].map((cells) => (markdown ? cells.map(escapeMarkdown) : cells))
  const widths = summaryColumns.map((_, c) =>
    Math.max(...lines.map((cells) => [...(cells[c] ?? '')].length)),
  )
  const texts = lines.map((cells) => {
    const padded = cells.map((cell, c) => pad(cell, widths[c] ?? 0, c === 0))
    return markdown ? `| ${padded.join(' | ')} |` : padded.join('  ').trimEnd()
  })
  const rule = widths.map((width, c) => (c === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`))
  return texts.toSpliced(1, 0, ...(markdown ? [`| ${rule.join(' | ')} |`] : [])).join('\n')
}

function pad(cell: string, width: number, left: boolean): string {
  const space = ' '.repeat(width - [...cell].length)
  return left ? cell + space : space + cell
}

/** A bar would end the cell; a line break would end the row. */
function escapeMarkdown(cell: string): string {
  return cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')
}
