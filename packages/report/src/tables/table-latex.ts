/** A table as LaTeX, for array, booktabs, longtable and hyperref. */
import { columnWidths, type PrintedLine, titleLines } from './column-widths.ts'
import { codeLatex, escapeLatex } from './escape-latex.ts'
import type { ColumnKind, Piece, ReportTable, TableCell } from './report-table.ts'

/** Of A4 across with margins of 1.5 cm, in points. */
const lineWidth = 759

/** `\footnotesize` and `\scriptsize` of a document of 10 points, with the usual `\tabcolsep` and with half of it. */
const normal: PrintedLine = { width: lineWidth, fontSize: 8, gap: 6 }
const wide: PrintedLine = { width: lineWidth, fontSize: 7, gap: 3 }

/** Without a final line break. */
export function tableLatex(table: ReportTable): string {
  const { caption, columns, rows, notes } = table
  const widths = columnWidths(table, isWide(table) ? wide : normal)
  const head = [
    '\\toprule',
    `${columns.map(({ title, kind }) => titleLatex(title, kind)).join(' & ')} \\\\`,
    '\\midrule',
  ]
  return [
    isWide(table) ? '{\\scriptsize\\setlength{\\tabcolsep}{3pt}' : '{\\footnotesize',
    `\\begin{longtable}{@{}${columns.map(({ kind }, i) => alignment(kind, widths[i])).join('')}@{}}`,
    `\\caption{${[caption, ...notes].map(escapeLatex).join('. ').replaceAll('..', '.')}}\\\\`,
    ...[...head, '\\endfirsthead', ...head, '\\endhead'],
    ...rows.map(
      (row) =>
        `${row.map((cell, i) => cellLatex(cell, columns[i]?.kind, widths[i])).join(' & ')} \\\\`,
    ),
    '\\bottomrule',
    '\\end{longtable}}',
  ].join('\n')
}

function isWide({ columns }: ReportTable): boolean {
  return columns.length > 8
}

function titleLatex(title: string, kind: ColumnKind): string {
  const lines = titleLines(title, kind).map(escapeLatex)
  return lines.length > 1 ? stack(lines) : lines.join('')
}

function alignment(kind: ColumnKind, width: number | undefined): string {
  if (width === undefined) return kind === 'number' ? 'r' : 'l'
  // Ragged: words in narrow columns would drift apart. Rounded down, to fit.
  const share = (Math.floor(1000 * width) / 1000).toFixed(3)
  return `>{\\ragged${kind === 'number' ? 'left' : 'right'}\\arraybackslash}p{${share}\\linewidth}`
}

/** `\newline` would put a line that is aligned to the right into the middle. */
const breaks: Readonly<Partial<Record<ColumnKind, string>>> = { list: ', ', number: ' \\par ' }

function cellLatex(
  { pieces, isBold, anchor }: TableCell,
  kind: ColumnKind = 'text',
  width?: number,
): string {
  const lines = pieces.map((piece) => pieceLatex(piece, kind === 'code'))
  const bold = isBold ? lines.map((line, i) => (i === 0 ? `\\textbf{${line}}` : line)) : lines
  const isStacked = kind === 'number' && width === undefined && bold.length > 1
  const text = isStacked ? stack(bold) : bold.join(breaks[kind] ?? ' \\newline ')
  return anchor === undefined ? text : `\\hypertarget{${anchor}}{${text}}`
}

function stack(lines: readonly string[]): string {
  return `\\shortstack[r]{${lines.join('\\\\')}}`
}

function pieceLatex({ text, to }: Piece, isCode: boolean): string {
  const escaped = isCode ? codeLatex(text) : escapeLatex(text)
  return to === undefined ? escaped : `\\hyperlink{${to}}{${escaped}}`
}
