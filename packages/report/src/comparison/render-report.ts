/** The whole run on one page: HTML with everything inside, for reading offline, on paper and on a phone. */
import { html, type Markup } from '../html.ts'
import { pageHtml } from '../page.ts'
import { picturesFigure, rocFigure, scoreFigure, trainingFigure } from './report-figures.ts'
import { comparisonMarkup, dataMarkup, settingsMarkup, summaryMarkup } from './report-tables.ts'
import type { ReportInput } from './run-result.ts'
import { verdict } from './verdict.ts'

/**
 * One HTML file without scripts and without references to anything outside; equal input gives equal text.
 *
 * @throws RangeError as `verdict` and `summarize`, or if `date` is not a date
 */
export function renderReport(input: ReportInput): string {
  const { title, task, methods } = input
  return pageHtml({
    title,
    header: html`<p class="task">${task}</p>
<p class="verdict">${verdict(methods)}</p>`,
    main: html`${section('Results', summaryMarkup(methods), comparisonMarkup(methods))}
${section('Figures', trainingFigure(methods), rocFigure(methods), scoreFigure(methods))}
${section('Data', dataMarkup(input.data), picturesFigure(input.pictures))}
${section('How to repeat it', html`<pre><code>${input.command}</code></pre>`, environment(input))}
${section('Settings', settingsMarkup(input.settings))}`,
  })
}

function section(title: string, ...parts: readonly Markup[]): Markup {
  return html`<section>
<h2>${title}</h2>
${parts.map((part) => html`${part}\n`)}</section>`
}

function environment({ date, commit, machine, backend }: ReportInput): Markup {
  const instant = new Date(date).toISOString()
  const entries = [
    [
      'Date',
      html`<time datetime="${instant}">${instant.slice(0, 16).replace('T', ' ')} UTC</time>`,
    ],
    ...(commit === undefined ? [] : [['Commit', html`<code>${commit}</code>`] as const]),
    ['Machine', html`${machine}`],
    ['Back end', html`${backend}`],
  ] as const
  return html`<dl>
${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>`
}
