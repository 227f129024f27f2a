/** What a report says, in the terminal. */
import { verdictWords } from '@deepauc/report'
import { alignedTable } from '../text-table.ts'
import type { MadeReport } from './make-report.ts'

/** For people; ends with the path of the page. */
export function describeReport({ report }: MadeReport, page: string): string {
  const verdicts = report.claims.map(({ id, verdict, reason }) => [
    id,
    verdictWords[verdict],
    reason,
  ])
  const table = alignedTable(['Claim', 'Verdict', 'Why'], verdicts)
  return [report.title, report.summary, '', table, '', `Report: ${page}`].join('\n')
}

/** For programs. */
export function reportContent({ report }: MadeReport): object {
  const { title, summary, claims } = report
  return {
    title,
    summary,
    claims: claims.map(({ id, verdict, reason }) => ({ id, verdict, reason })),
  }
}
