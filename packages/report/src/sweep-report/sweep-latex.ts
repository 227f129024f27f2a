/** The report of a sweep as LaTeX. */

import { codeLatex, escapeLatex } from '../tables/escape-latex.ts'
import { tableLatex } from '../tables/table-latex.ts'
import type { Figure } from './figure.ts'
import type { SweepReport } from './sweep-report.ts'

/** A document that compiles by itself, with the PNG files of the figures in the folder `figures` beside it. */
export function sweepLatex(report: SweepReport): string {
  const { title, summary, sections, figures, command, commit, machine } = report
  const environment = [...(commit === undefined ? [] : [['Commit', commit]]), ['Machine', machine]]
  const parts = [
    head,
    `\\section*{${escapeLatex(title)}}\n${escapeLatex(summary)}`,
    ...sections.flatMap((section) => [
      `\\subsection*{${escapeLatex(section.title)}}`,
      ...section.tables.map(tableLatex),
    ]),
    ...(figures.length > 0 ? ['\\subsection*{Figures}'] : []),
    ...figures.map(figureLatex),
    `\\subsection*{How to repeat it}\n{\\raggedright ${codeLatex(command)}\\par}`,
    environment.map(([name, value = '']) => `${name}: ${escapeLatex(value)}`).join('\\\\\n'),
    '\\end{document}',
  ]
  return `${parts.join('\n\n')}\n`
}

const head = `\\documentclass[a4paper,landscape]{article}
\\usepackage[margin=1.5cm]{geometry}
\\usepackage[T1]{fontenc}
\\usepackage[utf8]{inputenc}
\\usepackage{array,booktabs,graphicx,longtable}
\\usepackage[hidelinks]{hyperref}
\\setlength{\\LTcapwidth}{\\linewidth}
\\setlength{\\parindent}{0pt}
\\begin{document}`

/** The first group, in a text that breaks over pages. */
function figureLatex({ title, caption, groups: [first, ...others], runs }: Figure): string {
  const images = (first?.panels ?? []).map(
    ({ name }) => `\\includegraphics[width=0.32\\linewidth]{figures/${name}.png}`,
  )
  const more = others.map((group) => group.title.toLowerCase()).join(', ')
  const note = others.length > 0 ? ` ${first?.title}; ${more}: in the folder of the figures.` : ''
  return [
    ...images,
    `\n\\textbf{${escapeLatex(title)}.} ${escapeLatex(`${caption}${note}`)} \\hyperlink{${runs}}{The runs behind it}.`,
  ].join('\n')
}
