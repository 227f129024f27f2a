/** A table that can be written as HTML, Markdown or LaTeX. */

/** Text that may lead somewhere in the same document. */
export interface Piece {
  readonly text: string
  /** Name of an anchor. */
  readonly to?: string
}

export interface TableCell {
  /** One below the other. */
  readonly pieces: readonly Piece[]
  /** The first piece. */
  readonly isBold?: boolean
  /** Stands for a number that is not there. */
  readonly isGap?: boolean
  /** Name that `Piece.to` refers to. */
  readonly anchor?: string
}

export interface ReportTable {
  readonly caption: string
  /** `'head'` names the row, `'label'` is short, `'number'` aligned to the right, `'text'` may be long, `'code'` is for a shell. */
  readonly columns: readonly {
    readonly title: string
    readonly kind: 'head' | 'label' | 'number' | 'text' | 'code'
  }[]
  readonly rows: readonly (readonly TableCell[])[]
  /** What has to be known to read it. */
  readonly notes: readonly string[]
}

export function textCell(...lines: readonly string[]): TableCell {
  return { pieces: lines.map((text) => ({ text })) }
}

/** The place of a number that is not there. */
export function gapCell(text: string): TableCell {
  return { ...textCell(text), isGap: true }
}

/** Letters, digits, hyphens and underscores; different for different identifiers. */
export function cellAnchor(id: string): string {
  return `cell-${id.replace(/[^A-Za-z0-9-]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`)}`
}
