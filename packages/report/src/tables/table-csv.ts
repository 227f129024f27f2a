/** A table as CSV (RFC 4180), for spreadsheets and programs. */
import type { ReportTable, TableCell } from './report-table.ts'

/** Ends with a line break. What stands one below the other in a cell has `; ` between it. */
export function tableCsv({ columns, rows }: ReportTable): string {
  const lines = [columns.map(({ title }) => title), ...rows.map((row) => row.map(textOf))]
  return lines.map((cells) => `${cells.map(escapeCsv).join(',')}\r\n`).join('')
}

function textOf({ pieces }: TableCell): string {
  return pieces.map(({ text }) => text).join('; ')
}

const signedNumber = /^[+−-]\d+(?:\.\d+)?$/

/** Numbers with a sign as programs read them; other text as {@link csvText}. */
export function escapeCsv(text: string): string {
  return signedNumber.test(text) ? text.replace('−', '-').replace('+', '') : csvText(text)
}

/** Text as a cell of a CSV file (RFC 4180), which is no formula where a spreadsheet opens it. */
export function csvText(text: string): string {
  const safe = /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
