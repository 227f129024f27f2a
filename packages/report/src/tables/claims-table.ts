/** Verdicts, and the comparisons that they rest on. */
import type { JudgedClaim } from '../claims/judge-claims.ts'
import { formatCount, formatInterval, pText, signed } from '../number-format.ts'
import { fewestSeeds } from '../statistics/paired-difference.ts'
import type { Evidence } from '../sweep/evidence.ts'
import { gapCell, numberCell, numberColumns, type ReportTable, textCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'

/** What a verdict is called. */
export const verdictWords: Readonly<Record<JudgedClaim['verdict'], string>> = {
  holds: 'holds',
  fails: 'fails',
  undecidable: 'cannot be decided',
}

export function claimsTable(claims: readonly JudgedClaim[]): ReportTable {
  return {
    name: 'claims',
    caption: 'The claims of the paper',
    columns: [
      { title: '', kind: 'head' },
      { title: 'Verdict', kind: 'label' },
      { title: 'Claim', kind: 'text' },
      { title: 'Why', kind: 'text' },
      { title: 'In the paper', kind: 'text' },
      { title: 'Test', kind: 'text' },
    ],
    rows: claims.map(({ id, statement, source, verdict, reason, asPrinted, test }) => [
      { pieces: [{ text: id, to: `evidence-${id}` }] },
      { ...textCell(verdictWords[verdict]), isBold: verdict !== 'undecidable' },
      textCell(statement, `(${source})`),
      textCell(reason),
      textCell(asPrinted),
      textCell(test),
    ]),
    notes: ['Claims about all data sets are judged on those that were run.'],
  }
}

/** One row per comparison of a claim; a claim without any has one that says so. */
export function evidenceTable(claims: readonly JudgedClaim[], runs: RunIndex): ReportTable {
  return {
    name: 'comparisons',
    caption: 'The comparisons behind the verdicts, paired by seed',
    columns: [
      { title: 'Claim', kind: 'head' },
      { title: 'Comparison', kind: 'text' },
      ...numberColumns('Mean', '95 % BCa interval', 'p', 'Mean / sd', 'Seeds', 'Seeds needed'),
    ],
    rows: claims.flatMap(({ id, evidence, reason }) =>
      (evidence.length > 0 ? evidence.map((one) => numbersOf(one, runs)) : [without(reason)]).map(
        (cells, i) => [{ ...textCell(id), ...(i === 0 && { anchor: `evidence-${id}` }) }, ...cells],
      ),
    ),
    notes: [
      'The intervals are somewhat narrow with few seeds: of normal differences of six seeds they hold the mean in about 85 of 100 cases. So no verdict but that of C3 rests on an interval alone.',
      `p: exact sign-flip test, two-sided, not corrected. With fewer than ${fewestSeeds} seeds it cannot be below 0.05, and no interval is given. Seeds needed: for a chance of 80 % to find a difference of this size.`,
    ],
  }
}

function without(reason: string) {
  return [textCell(reason), ...Array.from({ length: 6 }, () => gapCell('–'))]
}

function numbersOf(evidence: Evidence, runs: RunIndex) {
  const { label, seeds, cells, mean, standardDeviation, lower, upper, pValue } = evidence
  if (seeds.length === 0) return without(`${label}: no pair of runs`)
  const effect = mean / standardDeviation
  const to = runs.refer(cells)
  const numbers = [
    signed(mean),
    Number.isNaN(lower) ? undefined : formatInterval(lower, upper).replaceAll('-', '−'),
    pText(pValue),
    Number.isFinite(effect) ? effect.toFixed(2).replace('-', '−') : undefined,
    String(seeds.length),
    Number.isFinite(evidence.seedsNeeded) ? formatCount(evidence.seedsNeeded) : undefined,
  ]
  return [textCell(label), ...numbers.map((number) => numberCell(number, to))]
}
