/** A table as LaTeX, for array, booktabs, longtable and hyperref. */
import { codeLatex, escapeLatex } from './escape-latex.ts'
import {
  type ColumnKind,
  isLongHead,
  type Piece,
  type ReportTable,
  type TableCell,
} from './report-table.ts'

/** Without a final line break. */
export function tableLatex(table: ReportTable): string {
  const { caption, columns, rows, notes } = table
  const head = [
    '\\toprule',
    `${columns.map(({ title, kind }) => titleLatex(title, kind)).join(' & ')} \\\\`,
    '\\midrule',
  ]
  return [
    isWide(table) ? '{\\scriptsize\\setlength{\\tabcolsep}{3pt}' : '{\\footnotesize',
    `\\begin{longtable}{@{}${alignmentsOf(table)}@{}}`,
    `\\caption{${[caption, ...notes].map(escapeLatex).join('. ').replaceAll('..', '.')}}\\\\`,
    ...[...head, '\\endfirsthead', ...head, '\\endhead'],
    ...rows.map(
      (row) => `${row.map((cell, i) => cellLatex(cell, columns[i]?.kind)).join(' & ')} \\\\`,
    ),
    '\\bottomrule',
    '\\end{longtable}}',
  ].join('\n')
}

function isWide({ columns }: ReportTable): boolean {
  return columns.length > 8
}

/** Titles of numbers have a word or two in a line. */
function titleLatex(title: string, kind: ColumnKind): string {
  if (kind !== 'number' || title.length < 12) return escapeLatex(title)
  return stack(title.split(/(?<=\S{3}) /).map(escapeLatex))
}

/** Long texts share what the others leave. */
function alignmentsOf(table: ReportTable): string {
  const { columns, rows } = table
  const isLong = columns.map(
    ({ kind }, i) => kind === 'head' && rows.some((row) => isLongHead(row[i])),
  )
  const count = (...kinds: readonly string[]) =>
    columns.filter(({ kind }) => kinds.includes(kind)).length
  const left = 1 - 0.12 * count('head') - 0.08 * count('label', 'number')
  const text = paragraph(Math.max(0.14, left / Math.max(1, count('text', 'list', 'code'))))
  const head = paragraph(isWide(table) ? 0.11 : 0.16)
  const alignments = { head: 'l', label: 'l', number: 'r', text, list: text, code: text }
  return columns.map(({ kind }, i) => (isLong[i] ? head : alignments[kind])).join('')
}

/** Ragged: words in narrow columns would drift apart. */
function paragraph(share: number): string {
  return `>{\\raggedright\\arraybackslash}p{${share.toFixed(2)}\\linewidth}`
}

function cellLatex({ pieces, isBold, anchor }: TableCell, kind = 'text'): string {
  const lines = pieces.map((piece) => pieceLatex(piece, kind === 'code'))
  const bold = isBold ? lines.map((line, i) => (i === 0 ? `\\textbf{${line}}` : line)) : lines
  const text =
    kind === 'number' && bold.length > 1
      ? stack(bold)
      : bold.join(kind === 'list' ? ', ' : ' \\newline ')
  return anchor === undefined ? text : `\\hypertarget{${anchor}}{${text}}`
}

function stack(lines: readonly string[]): string {
  return `\\shortstack[r]{${lines.join('\\\\')}}`
}

function pieceLatex({ text, to }: Piece, isCode: boolean): string {
  const escaped = isCode ? codeLatex(text) : escapeLatex(text)
  return to === undefined ? escaped : `\\hyperlink{${to}}{${escaped}}`
}
