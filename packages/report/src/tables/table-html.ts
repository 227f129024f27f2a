/** A table as HTML. */
import { html, type Markup } from '../html.ts'
import { isLongHead, type Piece, type ReportTable, type TableCell } from './report-table.ts'

/** Scrolls sideways where it does not fit; every head is marked as one. */
export function tableHtml({ caption, columns, rows, notes }: ReportTable): Markup {
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${columns.map(({ title, kind }) => html`<th scope="col" class="${kind}">${title}</th>`)}</tr></thead>
<tbody>
${rows.map((row) => html`<tr>${row.map((cell, i) => cellHtml(cell, columns[i]?.kind ?? 'text'))}</tr>\n`)}</tbody>
</table>
${notes.map((note) => html`<p class="note">${note}</p>\n`)}</div>`
}

function cellHtml(cell: TableCell, kind: string): Markup {
  const { pieces, isBold, isGap, anchor } = cell
  const content = pieces.map((piece, i) => {
    const line = isBold && i === 0 ? html`<strong>${pieceHtml(piece)}</strong>` : pieceHtml(piece)
    const between = kind === 'list' ? html`, ` : html`<br />`
    return html`${i > 0 ? between : ''}${line}`
  })
  const id = anchor === undefined ? html`` : html` id="${anchor}"`
  return kind === 'head'
    ? html`<th scope="row" class="${isLongHead(cell) ? 'long head' : 'head'}"${id}>${content}</th>`
    : html`<td class="${isGap ? `${kind} gap` : kind}"${id}>${kind === 'code' ? html`<code>${content}</code>` : content}</td>`
}

function pieceHtml({ text, to }: Piece): Markup {
  return to === undefined ? html`${text}` : html`<a href="#${to}">${text}</a>`
}
