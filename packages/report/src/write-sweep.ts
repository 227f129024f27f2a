/** The report of a sweep as HTML, Markdown and LaTeX. */
import { convergenceFigure } from './convergence-figure.ts'
import { html } from './html.ts'
import { pageStyle } from './page-style.ts'
import type { SweepResults } from './sweep/sweep-results.ts'
import type { SweepReport } from './sweep-report.ts'
import { tableHtml } from './tables/table-html.ts'
import { escapeLatex, tableLatex } from './tables/table-latex.ts'
import { escapeMarkdown, tableMarkdown } from './tables/table-markdown.ts'

const tableStyle = `
.table p.note { color: var(--muted); font-size: 0.9rem; }
body { max-width: 92rem; }
caption::before { content: none; }
th.head, .label, .text, .code { text-align: left; }
tbody th, tbody td { vertical-align: top; }
td.text, td.code { min-width: 12rem; white-space: normal; }
td.gap { color: var(--muted); }
td a, th a { color: inherit; text-decoration-color: var(--muted); }
summary { cursor: pointer; margin: 1.25rem 0 1rem; }
td:target, th:target { background: var(--rule); }
`

/**
 * One file without scripts and without references to anything outside; equal input gives equal text.
 *
 * @param results from which `report` was made, for its curves; left out: a page without figures
 */
export function sweepHtml(report: SweepReport, results?: Pick<SweepResults, 'cells'>): string {
  const figures = results ? convergenceFigure(results) : []
  const { title, summary, sections } = report
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:" />
<title>${title}</title>
<style>${{ markup: `${pageStyle}${tableStyle}` }}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p class="task">${summary}</p>
</header>
<main>
${sections.map(
  (section) => html`<section>
<h2>${section.title}</h2>
${section.tables.map((table) => html`${tableHtml(table)}\n`)}</section>
`,
)}${figures.map((figure) => html`<section>\n<h2>Figures</h2>\n${figure}\n</section>\n`)}<section>
<h2>How to repeat it</h2>
<pre><code>${report.command}</code></pre>
<dl>
${environment(report).map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>\n`)}</dl>
</section>
</main>
</body>
</html>
`.markup
}

/** GitHub's Markdown; every number is a link to its runs. */
export function sweepMarkdown(report: SweepReport): string {
  const parts = [
    `# ${escapeMarkdown(report.title)}`,
    escapeMarkdown(report.summary),
    ...report.sections.flatMap(({ title, tables }) => [
      `## ${escapeMarkdown(title)}`,
      ...tables.map(tableMarkdown),
    ]),
    '## How to repeat it',
    `<pre><code>${escapeMarkdown(report.command)}</code></pre>`,
    environment(report)
      .map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`)
      .join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

/** A document that compiles by itself. */
export function sweepLatex(report: SweepReport): string {
  const parts = [
    latexHead,
    `\\section*{${escapeLatex(report.title)}}\n${escapeLatex(report.summary)}`,
    ...report.sections.flatMap(({ title, tables }) => [
      `\\subsection*{${escapeLatex(title)}}`,
      ...tables.map((table) => `{\\footnotesize\n${tableLatex(table)}\n}`),
    ]),
    `\\subsection*{How to repeat it}\n\\texttt{${escapeLatex(report.command)}}`,
    environment(report)
      .map(([name, value]) => `${name}: ${escapeLatex(value)}`)
      .join('\\\\\n'),
    '\\end{document}',
  ]
  return `${parts.join('\n\n')}\n`
}

const latexHead = `\\documentclass[a4paper,landscape]{article}
\\usepackage[margin=1.5cm]{geometry}
\\usepackage[T1]{fontenc}
\\usepackage[utf8]{inputenc}
\\usepackage{booktabs,longtable,hyperref}
\\begin{document}`

function environment({ commit, machine }: SweepReport): readonly (readonly [string, string])[] {
  return [...(commit === undefined ? [] : [['Commit', commit] as const]), ['Machine', machine]]
}
