/** The report of a sweep as files. */
import { svgToPng } from '../charts/svg-to-png.ts'
import type { SweepResults } from '../sweep/sweep-results.ts'
import { tableCsv } from '../tables/table-csv.ts'
import { sweepHtml } from './sweep-html.ts'
import { sweepJson } from './sweep-json.ts'
import { sweepLatex } from './sweep-latex.ts'
import { sweepMarkdown } from './sweep-markdown.ts'
import type { SweepReport } from './sweep-report.ts'

/** A file of a report, before it is written. */
export interface SweepFile {
  /** Path in the folder of the report, with slashes. */
  readonly name: string
  readonly content: string | Uint8Array
}

/** Pixels of a figure: sharp in print over half a page. */
const width = 1200

/**
 * `report.html`, which holds everything that it shows, `report.md`, `report.tex`, `report.json`, each table in `tables` as CSV, and
 * each panel in `figures` as SVG and PNG. Equal input gives equal bytes.
 *
 * @param results from which `report` was made
 */
export async function* sweepFiles(
  report: SweepReport,
  results: SweepResults,
): AsyncGenerator<SweepFile, void, void> {
  yield { name: 'report.html', content: sweepHtml(report) }
  yield { name: 'report.md', content: sweepMarkdown(report) }
  yield { name: 'report.tex', content: sweepLatex(report) }
  yield { name: 'report.json', content: sweepJson(report, results) }
  for (const table of report.sections.flatMap(({ tables }) => tables))
    yield { name: `tables/${table.name}.csv`, content: tableCsv(table) }
  const groups = report.figures.flatMap((figure) => figure.groups)
  for (const { name, svg } of groups.flatMap(({ panels }) => panels)) {
    yield { name: `figures/${name}.svg`, content: `${svg}\n` }
    yield { name: `figures/${name}.png`, content: await svgToPng(svg, { width }) }
  }
}
