/** The report of a sweep: what stands in it, before it is written in a format. */
import { type JudgedClaim, judgeClaims } from './claims/judge-claims.ts'
import { formatCount } from './number-format.ts'
import type { Profile, SweepResults } from './sweep/sweep-results.ts'
import { acrossDataTable } from './tables/across-data-table.ts'
import { cellsTable, tuningTable } from './tables/cells-table.ts'
import { claimsTable, evidenceTable } from './tables/claims-table.ts'
import { comparisonTable } from './tables/comparison-table.ts'
import { contradictionsTable } from './tables/contradictions-table.ts'
import type { ReportTable } from './tables/report-table.ts'
import { runIndex } from './tables/run-index.ts'
import { tableSpecs } from './tables/table-spec.ts'

/** Sections of tables, ready to be written. */
export interface SweepReport {
  readonly title: string
  /** What was run and what is missing, in one sentence. */
  readonly summary: string
  readonly command: string
  readonly commit?: string
  readonly machine: string
  readonly claims: readonly JudgedClaim[]
  readonly sections: readonly { readonly title: string; readonly tables: readonly ReportTable[] }[]
}

/**
 * The tables of the paper with ours, the verdicts on its claims, and the runs behind each number. Gaps are shown as gaps.
 *
 * @throws RangeError if two cells have one id, or are the same method, arm, setting and seed; and as `delongInterval`
 */
export function sweepReport(results: SweepResults): SweepReport {
  const { title, command, commit, machine, cells, tuning = [] } = results
  if (new Set(cells.map(({ id }) => id)).size < cells.length)
    throw new RangeError('two cells have the same id')
  const runs = runIndex()
  const claims = judgeClaims(results)
  const profiles = [...new Set(cells.map(({ profile }) => profile))]
  const across = profiles.flatMap((profile: Profile) => acrossDataTable(cells, profile, runs) ?? [])
  const paper = tableSpecs.map((spec) => ({
    title: `Table ${spec.paper.number} of the paper`,
    tables: [comparisonTable(spec, cells, runs)],
  }))
  return {
    title,
    summary: summaryOf(results),
    command,
    ...(commit !== undefined && { commit }),
    machine,
    claims,
    sections: [
      { title: 'Claims', tables: [claimsTable(claims)] },
      ...paper,
      ...(across.length > 0 ? [{ title: 'Over all data sets', tables: across }] : []),
      { title: 'Comparisons', tables: [evidenceTable(claims, runs)] },
      { title: 'The paper against itself', tables: [contradictionsTable()] },
      ...(tuning.length > 0 ? [{ title: 'Tuning', tables: [tuningTable(tuning)] }] : []),
      { title: 'Runs', tables: [runs.table(), cellsTable(cells)] },
    ],
  }
}

function summaryOf({ cells }: SweepResults): string {
  const complete = cells.filter(({ result }) => result).length
  const failed = cells.filter(({ result, failure }) => !result && failure !== undefined).length
  const seeds = new Set(cells.map(({ seed }) => seed)).size
  const profiles = [...new Set(cells.map(({ profile }) => profile))]
  const size = `${formatCount(complete)} of ${formatCount(cells.length)} runs are complete, ${failed} have failed`
  return `${size}; ${seeds} seeds; profile ${profiles.join(', ') || 'none'}.`
}
