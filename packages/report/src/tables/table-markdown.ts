/** A table as GitHub's Markdown. */
import type { Piece, ReportTable, TableCell } from './report-table.ts'

/** Without a final line break. */
export function tableMarkdown({ caption, columns, rows, notes }: ReportTable): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `**${escapeMarkdown(caption)}**`,
    '',
    line(columns.map(({ title }) => escapeMarkdown(title))),
    line(columns.map(({ kind }) => (kind === 'number' ? '---:' : '---'))),
    ...rows.map((row) => line(row.map((cell, i) => cellMarkdown(cell, columns[i]?.kind)))),
    ...notes.flatMap((note) => ['', escapeMarkdown(note)]),
  ].join('\n')
}

function cellMarkdown({ pieces, isBold, anchor }: TableCell, kind: string | undefined): string {
  const text = pieces
    .map((piece) => pieceMarkdown(piece, kind === 'code'))
    .map((line, i) => (isBold && i === 0 ? `**${line}**` : line))
    .join(kind === 'list' ? ', ' : '<br>')
  return anchor === undefined ? text : `<a id="${anchor}"></a>${text}`
}

function pieceMarkdown({ text, to }: Piece, isCode: boolean): string {
  const escaped = isCode ? `<code>${escapeMarkdown(text)}</code>` : escapeMarkdown(text)
  return to === undefined ? escaped : `[${escaped}](#${to})`
}

/** Text that stays text and stays in its cell. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[&<>]|[\\`*_[\]|~#]/g, (sign) =>
      '&<>'.includes(sign) ? `&#${sign.charCodeAt(0)};` : `\\${sign}`,
    )
    .replace(/\s+/g, ' ')
}
