/** HTML from template literals: what is inserted is escaped unless it is markup already. */

/** Text that is known to be well-formed markup. */
export interface Markup {
  readonly markup: string
}

type Insert = string | number | Markup | readonly Markup[]

/**
 * @example
 * html`<td>${'a < b'}</td>`.markup // '<td>a &lt; b</td>'
 */
export function html(parts: TemplateStringsArray, ...inserts: readonly Insert[]): Markup {
  return { markup: String.raw({ raw: parts }, ...inserts.map(write)) }
}

function write(insert: Insert): string {
  if (typeof insert === 'string' || typeof insert === 'number') return escapeHtml(String(insert))
  return 'markup' in insert ? insert.markup : insert.map(write).join('')
}

/** `text` for an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
