/** A static page, made to follow its server. */
import { createHash } from 'node:crypto'
import { html } from '../html.ts'
import { pageScript } from './page-script.ts'

const scriptHash = createHash('sha256').update(pageScript).digest('base64')

/** What the live page may do: run its one script, and ask its own server. */
export const livePolicy: string = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  `script-src 'sha256-${scriptHash}'`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/** The icon is empty, for a browser would ask the server for one. */
const head = html`<link rel="icon" href="data:," />
<style>
#live-notice {
  position: fixed; inset: auto 0 0; z-index: 1; margin: 0; max-width: none; padding: 0.6rem 1rem;
  font-size: 0.95rem; text-align: center; overflow-wrap: anywhere; color: #ffffff; background: #8a2f00;
}
@media print { #live-notice { display: none; } }
</style>
`.markup

/**
 * @param page a page of this package: everything inserted is escaped in it, so that its tags are its own
 * @param notice shown below it
 * @throws RangeError if it is no page
 */
export function livePage(page: string, notice = ''): string {
  const foot =
    html`<p id="live-notice" role="status"${notice === '' ? html` hidden=""` : ''}>${notice}</p>
<script>${{ markup: pageScript }}</script>
`.markup
  // The policy of the static page forbids every script; the server sends the one for this page as a header.
  const free = page.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>\n?/, '')
  return before('</body>', foot, before('</head>', head, free))
}

function before(tag: string, text: string, page: string): string {
  const at = page.indexOf(tag)
  if (at === -1) throw new RangeError(`what was rendered is no page: it has no ${tag}`)
  return `${page.slice(0, at)}${text}${page.slice(at)}`
}
