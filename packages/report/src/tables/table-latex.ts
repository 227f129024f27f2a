/** A table as LaTeX, for booktabs, longtable and hyperref. */
import type { Piece, ReportTable, TableCell } from './report-table.ts'

/** Without a final line break. */
export function tableLatex({ caption, columns, rows, notes }: ReportTable): string {
  return [
    `\\begin{longtable}{@{}${alignmentsOf(columns)}@{}}`,
    `\\caption{${[caption, ...notes].map(escapeLatex).join('. ').replaceAll('..', '.')}}\\\\`,
    '\\toprule',
    `${columns.map(({ title }) => escapeLatex(title)).join(' & ')} \\\\`,
    '\\midrule',
    '\\endhead',
    ...rows.map(
      (row) => `${row.map((cell, i) => cellLatex(cell, columns[i]?.kind)).join(' & ')} \\\\`,
    ),
    '\\bottomrule',
    '\\end{longtable}',
  ].join('\n')
}

/** Long texts share what the numbers leave. */
function alignmentsOf(columns: ReportTable['columns']): string {
  const long = columns.filter(({ kind }) => kind === 'text' || kind === 'code').length
  const numbers = columns.filter(({ kind }) => kind === 'number').length
  const width = `p{${((0.8 - 0.1 * numbers) / Math.max(1, long)).toFixed(2)}\\linewidth}`
  const alignments = { head: 'l', label: 'l', number: 'r', text: width, code: width }
  return columns.map(({ kind }) => alignments[kind]).join('')
}

function cellLatex({ pieces, isBold, anchor }: TableCell, kind = 'text'): string {
  const lines = pieces.map((piece) => pieceLatex(piece, kind === 'code'))
  const bold = isBold ? lines.map((line, i) => (i === 0 ? `\\textbf{${line}}` : line)) : lines
  const text = kind === 'number' && bold.length > 1 ? stack(bold) : bold.join(' \\newline ')
  return anchor === undefined ? text : `\\hypertarget{${anchor}}{${text}}`
}

function stack(lines: readonly string[]): string {
  return `\\shortstack[r]{${lines.join('\\\\')}}`
}

function pieceLatex({ text, to }: Piece, isCode: boolean): string {
  const escaped = isCode ? `\\texttt{${escapeLatex(text)}}` : escapeLatex(text)
  return to === undefined ? escaped : `\\hyperlink{${to}}{${escaped}}`
}

const signs: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
  '<': '\\textless{}',
  '>': '\\textgreater{}',
  '|': '\\textbar{}',
  '[': '{[}',
  ']': '{]}',
  '±': '$\\pm$',
  '−': '$-$',
  '×': '$\\times$',
  '≠': '$\\neq$',
  '≥': '$\\geq$',
  '≤': '$\\leq$',
  '√': '$\\surd$',
  '∇': '$\\nabla$',
  β: '$\\beta$',
  '–': '--',
  '’': "'",
}

/** Text that stays text, in one line. */
export function escapeLatex(text: string): string {
  return text
    .replace(/[&%$#_{}]|[\\~^<>|[\]±−×≠≥≤√∇β–’]/gu, (sign) => signs[sign] ?? `\\${sign}`)
    .replace(/\s+/g, ' ')
}
