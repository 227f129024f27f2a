/** The report of a sweep as JSON, with what it was made from. */
import type { SweepCell, SweepResults } from '../sweep/sweep-results.ts'
import { testInterval } from '../sweep/test-interval.ts'
import type { SweepReport } from './sweep-report.ts'

/** All but pictures and test scores. What is no number is null. */
export function sweepJson(report: SweepReport, results: SweepResults): string {
  const { sections, figures, ...rest } = report
  const { studies, tuning, cells } = results
  const content = {
    ...rest,
    tables: sections.flatMap(({ tables }) =>
      tables.map(({ rows, ...table }) => ({
        ...table,
        rows: rows.map((row) => row.map(({ pieces }) => pieces.map(({ text }) => text))),
      })),
    ),
    figures: figures.map(({ title, caption, groups }) => ({
      title,
      caption,
      panels: groups.flatMap(({ panels }) => panels.map(({ svg: _, ...panel }) => panel)),
    })),
    studies,
    tuning,
    cells: cells.map(cellContent),
  }
  return `${JSON.stringify(content, null, 1)}\n`
}

function cellContent({ result, ...cell }: SweepCell): object {
  if (!result) return cell
  const { test: _, ...numbers } = result
  const interval = testInterval(result)
  return { ...cell, result: { ...numbers, ...(interval && { testInterval: interval }) } }
}
