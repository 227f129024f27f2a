/** The tables of the page. */

import { html, type Markup } from '../html.ts'
import { formatAuc, formatCount, formatDifference, formatShare, pText } from '../number-format.ts'
import { compareMethods } from './compare-methods.ts'
import type { DataPart, MethodResult, ReportInput } from './run-result.ts'
import { summarize } from './summarize.ts'
import { summaryColumns } from './summary-table.ts'

/** Test AUC, its interval and its cost per method, as in the terminal, and the validation AUC. */
export function summaryMarkup(methods: readonly MethodResult[]): Markup {
  const columns = [
    ...summaryColumns,
    {
      title: 'Validation AUC',
      cell: (row) => formatAuc(row.validationAuc),
    } satisfies (typeof summaryColumns)[number],
  ]
  return table(
    'Test AUC and cost of each method',
    columns.map(({ title }) => title),
    summarize(methods).map((row) => columns.map(({ cell }) => cell(row))),
  )
}

/** Paired tests of every pair of methods; nothing for a single method. */
export function comparisonMarkup(methods: readonly MethodResult[]): Markup {
  const comparisons = compareMethods(methods)
  if (comparisons.length === 0) return html``
  return table(
    'Paired DeLong tests on the test images, p corrected by Holm’s method',
    ['Pair', 'Difference in AUC [95 % interval]', 'p'],
    comparisons.map(({ better, worse, difference, lower, upper, pValue }) => [
      `${better.method} − ${worse.method}`,
      formatDifference(difference, lower, upper),
      pText(pValue),
    ]),
  )
}

/** Images per part and class. */
export function dataMarkup(data: readonly DataPart[]): Markup {
  return table(
    'Images in each part of the data',
    ['Part', 'Positives', 'Negatives', 'Share of positives'],
    data.map(({ part, positives, negatives }) => [
      part,
      formatCount(positives),
      formatCount(negatives),
      formatShare(positives / Math.max(1, positives + negatives)),
    ]),
  )
}

/** Name and value of every setting. */
export function settingsMarkup(settings: ReportInput['settings']): Markup {
  return table(
    'Settings of the run',
    ['Setting', 'Value'],
    Object.entries(settings).map(([name, value]) => [name, String(value)]),
  )
}

/** A table whose first cells head their rows; it scrolls sideways where it does not fit. */
function table(
  caption: string,
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): Markup {
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0">
<table>
<caption>${caption}</caption>
<thead><tr>${titles.map((title) => html`<th scope="col">${title}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([head = '', ...cells]) =>
    html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`,
)}</tbody>
</table>
</div>`
}
