/** How wide the columns of a printed table may be, so that it fits the line. */
import type { ColumnKind, ReportTable } from './report-table.ts'

/** All in points. */
export interface PrintedLine {
  readonly width: number
  readonly fontSize: number
  /** On each side of a column: between two, it is there twice. */
  readonly gap: number
}

/** Of the line: what is longer breaks. */
const longest: Readonly<Partial<Record<ColumnKind, number>>> = {
  head: 0.16,
  label: 0.12,
  number: 0.12,
}

/**
 * Shares of the line for the columns whose text breaks; undefined for those that stay in a line. Texts share equally what the short
 * columns and the gaps leave, and heads have no more of it than a text. All add up to 1 at most, unless labels and numbers alone
 * are wider.
 */
export function columnWidths(table: ReportTable, line: PrintedLine): (number | undefined)[] {
  const columns = table.columns.map(({ kind }, i) => {
    const natural = naturalWidth(table, i, line.fontSize) / line.width
    return { kind, natural, width: Math.min(natural, longest[kind] ?? 0) }
  })
  const gaps = (2 * line.gap * (columns.length - 1)) / line.width
  const heads = columns.filter(({ kind }) => kind === 'head')
  const texts = columns.filter(({ kind }) => longest[kind] === undefined)
  const others = columns.filter(({ kind }) => kind === 'label' || kind === 'number')
  const room = Math.max(0, 1 - gaps - total(others))
  const most = room / (heads.length + texts.length)
  const fitting = heads.map((head) => ({ ...head, width: Math.min(head.width, most) }))
  return columns.map(({ kind, natural, width }) => {
    if (longest[kind] === undefined) return (room - total(fitting)) / texts.length
    const own = kind === 'head' ? Math.min(width, most) : width
    return own < natural ? own : undefined
  })
}

function total(columns: readonly { readonly width: number }[]): number {
  return columns.reduce((sum, { width }) => sum + width, 0)
}

/** The lines of a title: of numbers, each has a word or two. */
export function titleLines(title: string, kind: ColumnKind): readonly string[] {
  return kind !== 'number' || title.length < 12 ? [title] : title.split(/(?<=\S{3}) /)
}

/** Of the longest line, in points. */
function naturalWidth({ columns, rows }: ReportTable, index: number, fontSize: number): number {
  const { title = '', kind = 'text' } = columns[index] ?? {}
  const cells = rows.flatMap((row) => row[index]?.pieces.map(({ text }) => text) ?? [])
  return fontSize * Math.max(0, ...[...titleLines(title, kind), ...cells].map(widthInEms))
}

/** A little more than Computer Modern needs at the sizes of tables. */
function widthInEms(text: string): number {
  return [...text].reduce((sum, sign) => sum + widthOf(sign), 0)
}

function widthOf(sign: string): number {
  if (/[ .,:;()[\]|!'’ijl]/.test(sign)) return 0.35
  return /[a-z0-9/-]/.test(sign) ? 0.58 : 0.85
}
