/** The runs of one method in one setting, as one number. */
import { delongInterval } from '@deepauc/metrics'
import { mean, standardDeviation } from '../statistics/moments.ts'
import type { CellResult, SweepCell } from './sweep-results.ts'

/** Mean test AUC over seeds. */
export interface OwnScore {
  /** Of the steps with the highest validation AUC; NaN of no run. */
  readonly mean: number
  /** NaN of fewer than two runs. */
  readonly standardDeviation: number
  /** Of the last steps. */
  readonly last: number
  /**
   * 95 %, for the luck of the test images: the means of the bounds of the runs' DeLong intervals. That is the interval of
   * the mean if the runs rank the images alike, and wider than it otherwise. Left out if a run has no scores.
   */
  readonly interval?: { readonly lower: number; readonly upper: number }
  /** Runs that are complete, and all. */
  readonly complete: number
  readonly planned: number
  /** Of all, complete or not. */
  readonly cells: readonly string[]
}

/** @throws RangeError as `delongInterval` */
export function ownScore(cells: readonly SweepCell[]): OwnScore {
  const results = cells.flatMap(({ result }) => (result ? [result] : []))
  const best = results.map(({ testAuc }) => testAuc.best)
  const interval = meanInterval(results)
  return {
    mean: mean(best),
    standardDeviation: standardDeviation(best),
    last: mean(results.map(({ testAuc }) => testAuc.last)),
    ...(interval && { interval }),
    complete: results.length,
    planned: cells.length,
    cells: cells.map(({ id }) => id),
  }
}

function meanInterval(results: readonly CellResult[]): OwnScore['interval'] {
  const intervals = results.flatMap(({ test }) =>
    test ? [delongInterval(test.labels, test.scores, { level: 0.95 })] : [],
  )
  if (intervals.length === 0 || intervals.length < results.length) return undefined
  return {
    lower: mean(intervals.map(({ lower }) => lower)),
    upper: mean(intervals.map(({ upper }) => upper)),
  }
}
