/** The report of a sweep as one page. */

import { html, type Markup } from '../html.ts'
import { pageHtml } from '../page.ts'
import { tableHtml } from '../tables/table-html.ts'
import type { Figure } from './figure.ts'
import type { SweepReport } from './sweep-report.ts'

const tableStyle = `
.table p.note { color: var(--muted); font-size: 0.9rem; }
body { max-width: 92rem; }
caption::before, figcaption::before { content: none; }
th.head, .label, .text, .list, .code { text-align: left; }
tbody th, tbody td { vertical-align: top; }
th.long.head { min-width: 12rem; white-space: normal; }
td.text, td.list, td.code { min-width: 12rem; white-space: normal; }
td.gap { color: var(--muted); }
td a, th a, figcaption a { color: inherit; text-decoration-color: var(--muted); }
summary { cursor: pointer; margin: 1.25rem 0 1rem; }
td:target, th:target { background: var(--rule); }
`

/** One file without scripts and without references to anything outside; equal input gives equal text. */
export function sweepHtml(report: SweepReport): string {
  const { title, summary, sections, figures } = report
  return pageHtml({
    title,
    style: tableStyle,
    header: html`<p class="task">${summary}</p>`,
    main: html`${sections.map((section) => sectionHtml(section))}${figures.length > 0 ? html`<section>\n<h2>Figures</h2>\n${figures.map(figureHtml)}</section>\n` : html``}<section>
<h2>How to repeat it</h2>
<pre><code>${report.command}</code></pre>
<dl>
${report.commit === undefined ? html`` : entry('Commit', report.commit)}${entry('Machine', report.machine)}</dl>
</section>`,
  })
}

function sectionHtml({ title, tables }: SweepReport['sections'][number]): Markup {
  return html`<section>
<h2>${title}</h2>
${tables.map((table) => html`${tableHtml(table)}\n`)}</section>
`
}

/** Groups open and close without a script. */
function figureHtml({ title, caption, groups, runs }: Figure): Markup {
  return html`<figure>
${groups.map((group, i) => {
  const panels = html`<div class="panels">
${group.panels.map(({ svg }) => ({ markup: `${svg}\n` }))}</div>
`
  if (groups.length === 1) return panels
  return html`<details${i === 0 ? html` open="open"` : ''}>
<summary>${group.title}</summary>
${panels}</details>
`
})}<figcaption>${title}. ${caption} <a href="#${runs}">The runs behind it</a>.</figcaption>
</figure>
`
}

function entry(name: string, value: string): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`
}
