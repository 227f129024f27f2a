/** The report of a sweep: what stands in it, before it is written in a format. */
import { type JudgedClaim, judgeClaims } from '../claims/judge-claims.ts'
import { formatCount, formatList } from '../number-format.ts'
import type { SweepResults } from '../sweep/sweep-results.ts'
import { acrossDataTable } from '../tables/across-data-table.ts'
import { cellsTable } from '../tables/cells-table.ts'
import { claimsTable, evidenceTable } from '../tables/claims-table.ts'
import { comparisonTable, hasRuns } from '../tables/comparison-table.ts'
import { contradictionsTable } from '../tables/contradictions-table.ts'
import { coverageTable } from '../tables/coverage-table.ts'
import { delongTable } from '../tables/delong-table.ts'
import { rateTable } from '../tables/rate-table.ts'
import type { ReportTable } from '../tables/report-table.ts'
import { type RunIndex, runIndex } from '../tables/run-index.ts'
import { studyTable } from '../tables/study-table.ts'
import { tableSpecs } from '../tables/table-spec.ts'
import { configurationsTable, tuningTable } from '../tables/tuning-table.ts'
import type { Figure } from './figure.ts'
import { sweepFigures } from './sweep-figures.ts'

/** Sections of tables, ready to be written. */
export interface SweepReport {
  readonly title: string
  /** What was run, and what was not, in two sentences. */
  readonly summary: string
  readonly command: string
  readonly commit?: string
  readonly machine: string
  readonly claims: readonly JudgedClaim[]
  readonly sections: readonly { readonly title: string; readonly tables: readonly ReportTable[] }[]
  readonly figures: readonly Figure[]
}

/**
 * The tables of the paper with ours, the verdicts on its claims, and the runs behind each number. Gaps are shown as gaps.
 *
 * @throws RangeError if two cells have one id, or are the same method, arm, setting and seed
 */
export function sweepReport(results: SweepResults): SweepReport {
  const { title, command, commit, machine, cells } = results
  if (new Set(cells.map(({ id }) => id)).size < cells.length)
    throw new RangeError('two cells have the same id')
  const runs = runIndex()
  const claims = judgeClaims(results)
  const main = resultSections(results, claims, runs)
  const figures = sweepFigures(results, runs)
  const sections = [
    ...main,
    { title: 'The paper against itself', tables: [contradictionsTable()] },
    { title: 'Tuning', tables: tuningTables(results, runs) },
    { title: 'Runs', tables: [runs.table(), cellsTable(cells)] },
  ]
  return {
    title,
    summary: `${summaryOf(results)} ${absenceOf(results, claims)}`.trimEnd(),
    command,
    ...(commit !== undefined && { commit }),
    machine,
    claims,
    sections: sections.filter(({ tables }) => tables.length > 0),
    figures,
  }
}

function resultSections(
  { cells, studies }: SweepResults,
  claims: readonly JudgedClaim[],
  runs: RunIndex,
): SweepReport['sections'] {
  const [profile = ''] = cells.map((cell) => cell.profile)
  const delong = delongTable(cells, runs)
  return [
    { title: 'What was run', tables: [coverageTable(studies, cells)] },
    { title: 'Claims', tables: [claimsTable(claims)] },
    ...tableSpecs.map((spec) => ({
      title: `Table ${spec.paper.number} of the paper`,
      tables: [comparisonTable(spec, cells, runs)],
    })),
    ...studies
      .filter(({ hasOwnTable }) => hasOwnTable)
      .map((study) => ({
        title: `Study ${study.name}`,
        tables: [studyTable(study, cells, runs)],
      })),
    { title: 'The rate of Theorem 1', tables: list(rateTable(cells, runs)) },
    { title: 'Over all data sets', tables: list(acrossDataTable(cells, profile, runs)) },
    {
      title: 'Comparisons',
      tables: [evidenceTable(claims, runs), ...(delong ? [delong] : [])],
    },
  ]
}

function list<T>(value: T | undefined): readonly T[] {
  return value === undefined ? [] : [value]
}

function tuningTables({ tuning }: SweepResults, runs: RunIndex): readonly ReportTable[] {
  if (tuning.length === 0) return []
  return [tuningTable(tuning), ...list(configurationsTable(tuning, runs))]
}

function summaryOf({ cells }: SweepResults): string {
  const complete = cells.filter(({ result }) => result).length
  const count = (...states: readonly string[]) =>
    formatCount(cells.filter(({ state }) => states.includes(state)).length)
  const seeds = new Set(
    cells.flatMap(({ seed, places }) =>
      places.some(({ role }) => role === 'final') ? [seed] : [],
    ),
  ).size
  const profiles = [...new Set(cells.map(({ profile }) => profile))]
  const size = `${formatCount(complete)} of ${formatCount(cells.length)} runs are complete, ${count('running')} running, ${count('failed', 'diverged')} failed`
  return `${size}; ${seeds} ${seeds === 1 ? 'seed' : 'seeds'} in the final runs; profile ${profiles.join(', ') || 'none'}.`
}

/** What of the paper the runs that are complete say nothing about. */
function absenceOf({ cells }: SweepResults, claims: readonly JudgedClaim[]): string {
  const numbers = tableSpecs.flatMap((spec) =>
    hasRuns(spec, cells) ? [] : [String(spec.paper.number)],
  )
  const ids = claims
    .filter(({ evidence }) => evidence.every(({ seeds }) => seeds.length === 0))
    .map(({ id }) => id)
  const parts = [
    ...(numbers.length > 0 ? [`Nothing was run for ${plural('Table', numbers)}.`] : []),
    ...(ids.length > 0 ? [`No runs can be compared for ${plural('claim', ids)}.`] : []),
  ]
  return parts.join(' ')
}

function plural(word: string, items: readonly string[]): string {
  return `${word}${items.length === 1 ? '' : 's'} ${formatList(items)}`
}
