/** The frame of a report's page. */
import { html, type Markup } from './html.ts'
import { pageStyle } from './page-style.ts'

/** What differs between the pages. */
export interface Page {
  readonly title: string
  /** CSS after that of every page. Default: none. */
  readonly style?: string
  /** Below the title. */
  readonly header: Markup
  readonly main: Markup
}

/** One HTML file without scripts and without references to anything outside. */
export function pageHtml({ title, style = '', header, main }: Page): string {
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
<title>${title}</title>
<style>${{ markup: `${pageStyle}${style}` }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
${header}
</header>
<main>
${main}
</main>
</body>
</html>
`.markup
}
