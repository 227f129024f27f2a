/** The report of a sweep as GitHub's Markdown. */

import { escapeMarkdown, tableMarkdown } from '../tables/table-markdown.ts'
import type { Figure } from './figure.ts'
import type { SweepReport } from './sweep-report.ts'

/** Every number is a link to its runs; figures are expected in the folder `figures` beside it. */
export function sweepMarkdown(report: SweepReport): string {
  const { title, summary, sections, figures, command, commit, machine } = report
  const environment = [...(commit === undefined ? [] : [['Commit', commit]]), ['Machine', machine]]
  const parts = [
    `# ${escapeMarkdown(title)}`,
    escapeMarkdown(summary),
    ...sections.flatMap((section) => [
      `## ${escapeMarkdown(section.title)}`,
      ...section.tables.map(tableMarkdown),
    ]),
    ...(figures.length > 0 ? ['## Figures'] : []),
    ...figures.flatMap(figureMarkdown),
    '## How to repeat it',
    `<pre><code>${escapeMarkdown(command)}</code></pre>`,
    environment.map(([name, value = '']) => `- ${name}: ${escapeMarkdown(value)}`).join('\n'),
  ]
  return `${parts.join('\n\n')}\n`
}

/** The first group in full, the others to open. */
function figureMarkdown({ title, caption, groups, runs }: Figure): readonly string[] {
  return [
    `### ${escapeMarkdown(title)}`,
    ...groups.flatMap((group, i) => {
      const panels = group.panels
        .map(({ name, description }) => `![${escapeMarkdown(description)}](figures/${name}.svg)`)
        .join('\n')
      if (i === 0) return [panels]
      const summary = `<summary>${escapeMarkdown(group.title)}</summary>`
      return [`<details>\n${summary}`, panels, '</details>']
    }),
    `${escapeMarkdown(caption)} [The runs behind it](#${runs}).`,
  ]
}
