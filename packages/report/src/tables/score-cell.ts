/** A number of ours, with all that has to be said about it. */
import { formatAuc, formatInterval } from '../number-format.ts'
import { compareRuns } from '../sweep/evidence.ts'
import type { OwnScore } from '../sweep/own-score.ts'
import type { SweepCell } from '../sweep/sweep-results.ts'
import { gapCell, type Piece, type TableCell } from './report-table.ts'
import type { RunIndex } from './run-index.ts'

/** What stands in a cell of `scoreCell`. */
export const scoreNote: string =
  'Ours: mean ± standard deviation over seeds at the step of the highest validation AUC; in brackets the 95 % DeLong interval for the luck of the test images; then the last step; then the seeds. Bold: above every other column it competes with, with p < 0.05 each in the exact sign-flip test paired by seed, which takes six seeds at least.'

/** The mean with its spread, interval, last step and seeds. */
export function scoreCell(score: OwnScore, runs: RunIndex, isBold = false): TableCell {
  return { pieces: pieces(score, runs), isBold, isGap: score.complete === 0 }
}

/** The mean with its spread and seeds, of the steps that the test part has chosen. */
export function testChosenCell(score: OwnScore, runs: RunIndex): TableCell {
  const { complete, planned, mean, standardDeviation, cells } = score
  if (planned === 0) return gapCell('not run')
  if (complete === 0) return gapCell('not measured')
  const to = runs.refer(cells)
  return {
    pieces: [{ text: withSpread(mean, standardDeviation), to }, { text: seedsOf(score) }],
  }
}

/** `'0.935 ± 0.001'`, or without a spread where there is none. */
export function withSpread(mean: number, standardDeviation: number): string {
  return Number.isNaN(standardDeviation)
    ? formatAuc(mean)
    : `${formatAuc(mean)} ± ${formatAuc(standardDeviation)}`
}

/** Which group is above every other one that is there, if all are and the test says so of each. */
export function leaderOf(groups: readonly (readonly SweepCell[])[]): number | undefined {
  if (groups.length < 2 || groups.some((cells) => cells.every(({ result }) => !result)))
    return undefined
  const leader = groups.findIndex((cells) =>
    groups.every((others) => others === cells || isAbove(cells, others)),
  )
  return leader < 0 ? undefined : leader
}

function isAbove(a: readonly SweepCell[], b: readonly SweepCell[]): boolean {
  return compareRuns('', a, b).outcome === 'higher'
}

function pieces(score: OwnScore, runs: RunIndex): readonly Piece[] {
  const { mean, standardDeviation, last, interval, complete, planned, cells } = score
  if (planned === 0) return [{ text: 'not run' }]
  const to = runs.refer(cells)
  if (complete === 0) return [{ text: seedsOf(score), to }]
  return [
    { text: withSpread(mean, standardDeviation), to },
    ...(interval ? [{ text: formatInterval(interval.lower, interval.upper) }] : []),
    { text: `last ${formatAuc(last)}` },
    { text: seedsOf(score) },
  ]
}

function seedsOf({ complete, planned }: OwnScore): string {
  if (complete < planned) return `${complete} of ${planned} seeds`
  return `${planned} ${planned === 1 ? 'seed' : 'seeds'}`
}
