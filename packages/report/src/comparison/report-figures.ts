/** The figures of the page, each with a caption that says what to look at. */

import { type Chart, renderChart } from '../charts/render-chart.ts'
import { html, type Markup } from '../html.ts'
import { rocCharts } from './roc-charts.ts'
import type { MethodResult, ReportInput } from './run-result.ts'
import { scoreCharts } from './score-charts.ts'
import { trainingCharts } from './training-charts.ts'

/** Training curves; nothing if nothing was evaluated during training. */
export function trainingFigure(methods: readonly MethodResult[]): Markup {
  const charts = trainingCharts(methods)
  if (charts.length === 0) return html``
  return figure(
    charts,
    html`Training. The first panel of each pair counts gradient evaluations (one batch forward and backward), the second time.
Each method has a loss of its own: compare the shapes of the losses, but the methods by their validation AUC. Vertical
axes need not start at zero.`,
  )
}

/** ROC curves. */
export function rocFigure(methods: readonly MethodResult[]): Markup {
  return figure(
    rocCharts(methods),
    html`ROC curves on the test images, each with the area under it, the AUC. Higher is better; the thin diagonal is guessing.
The second panel widens the left edge, where few negatives are taken for positives: what counts when positives are rare.`,
  )
}

/** Score histograms. */
export function scoreFigure(methods: readonly MethodResult[]): Markup {
  return figure(
    scoreCharts(methods),
    html`Scores of the test images, as shares of each class in the same bins. The less colour and grey overlap, the better
the method ranks positives above negatives; where on the axis they lie does not change the AUC.`,
    'small panels',
  )
}

/** Contact sheets of both classes; nothing if there are none. */
export function picturesFigure(pictures: ReportInput['pictures']): Markup {
  if (pictures === undefined) return html``
  return html`<figure>
<div class="panels">
${picture(pictures.positives, 'Positives')}
${picture(pictures.negatives, 'Negatives')}
</div>
<figcaption>Some of the images, by class.</figcaption>
</figure>`
}

function figure(charts: readonly Chart[], caption: Markup, classes = 'panels'): Markup {
  const panels = charts.map((chart) => ({ markup: `${renderChart(chart)}\n` }))
  return html`<figure>
<div class="${classes}">
${panels}</div>
<figcaption>${caption}</figcaption>
</figure>`
}

function picture(png: Uint8Array, title: string): Markup {
  const source = `data:image/png;base64,${Buffer.from(png).toString('base64')}`
  return html`<div><p>${title}</p><img src="${source}" alt="${title} in the data, a contact sheet" /></div>`
}
