/** A table that can be written as HTML, Markdown, LaTeX or CSV. */

/** Text that may lead somewhere in the same document. */
export interface Piece {
  readonly text: string
  /** Name of an anchor. */
  readonly to?: string
}

/** A cell of a table. */
export interface TableCell {
  /** One below the other, or side by side in a list. */
  readonly pieces: readonly Piece[]
  /** The first piece. */
  readonly isBold?: boolean
  /** Stands for a number that is not there. */
  readonly isGap?: boolean
  /** Name that `Piece.to` refers to. */
  readonly anchor?: string
}

/**
 * `'head'` names the row, `'label'` is short, `'number'` aligned to the right, `'text'` may be long, a `'list'` too, `'code'` is for
 * a shell.
 */
export type ColumnKind = 'head' | 'label' | 'number' | 'text' | 'list' | 'code'

/** A table of a report, for HTML, Markdown, LaTeX and CSV alike. */
export interface ReportTable {
  /** Letters, digits, hyphens and underscores; unique in a report. */
  readonly name: string
  readonly caption: string
  readonly columns: readonly { readonly title: string; readonly kind: ColumnKind }[]
  readonly rows: readonly (readonly TableCell[])[]
  /** What has to be known to read it. */
  readonly notes: readonly string[]
}

export function textCell(...lines: readonly string[]): TableCell {
  return { pieces: lines.map((text) => ({ text })) }
}

/** A number that leads to its runs, or the place of one that is none. */
export function numberCell(text: string | undefined, to: string): TableCell {
  return text === undefined ? gapCell('–') : { pieces: [{ text, to }] }
}

/** The place of a number that is not there. */
export function gapCell(text: string): TableCell {
  return { ...textCell(text), isGap: true }
}

/** Whether a head has to break into lines. */
export function isLongHead(cell: TableCell | undefined): boolean {
  return (cell?.pieces ?? []).some(({ text }) => text.length > 40)
}

/** Columns of numbers. */
export function numberColumns(...titles: readonly string[]): ReportTable['columns'] {
  return titles.map((title) => ({ title, kind: 'number' }))
}

/** Name of the anchor of a cell. */
export function cellAnchor(id: string): string {
  return `cell-${safeName(id)}`
}

/** Letters, digits, hyphens and underscores; different for different texts. */
export function safeName(text: string): string {
  return text.replace(/[^A-Za-z0-9-]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`)
}
