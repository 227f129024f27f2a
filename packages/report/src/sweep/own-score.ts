/** The runs of one method in one setting, as one number. */
import { mean, standardDeviation } from '../statistics/moments.ts'
import type { CellResult, SweepCell } from './sweep-results.ts'
import { type Interval, testInterval } from './test-interval.ts'

/** Mean test AUC over seeds. */
export interface OwnScore {
  /** NaN of no run. */
  readonly mean: number
  /** NaN of fewer than two runs. */
  readonly standardDeviation: number
  /** Of the last steps. */
  readonly last: number
  /**
   * 95 %, for the luck of the test images: the means of the bounds of the runs' DeLong intervals. That is the interval of
   * the mean if the runs rank the images alike, and wider than it otherwise. Left out if a run has no scores.
   */
  readonly interval?: Interval
  /** Runs that have the number, and all. */
  readonly complete: number
  readonly planned: number
  /** Of all, complete or not. */
  readonly cells: readonly string[]
}

/** Which step of a run counts. */
export type ChosenOn = 'validation' | 'test'

/** @param chosenOn `'validation'`: the step of the highest validation AUC; `'test'`: of the highest test AUC, which no user can know */
export function ownScore(cells: readonly SweepCell[], chosenOn: ChosenOn = 'validation'): OwnScore {
  const all = cells.flatMap(({ result }) => (result ? [result] : []))
  const results = chosenOn === 'test' ? all.filter((result) => bestOnTest(result)) : all
  const scores = results.map((result) =>
    chosenOn === 'test' ? (bestOnTest(result) as number) : result.testAuc.best,
  )
  const interval = chosenOn === 'test' ? undefined : meanInterval(results)
  return {
    mean: mean(scores),
    standardDeviation: standardDeviation(scores),
    last: mean(results.map(({ testAuc }) => testAuc.last)),
    ...(interval && { interval }),
    complete: results.length,
    planned: cells.length,
    cells: cells.map(({ id }) => id),
  }
}

/** Undefined if the test part was not scored during training. */
function bestOnTest({ curve, testAuc }: CellResult): number | undefined {
  const known = curve.flatMap((point) => (Number.isFinite(point.testAuc) ? [point.testAuc] : []))
  if (known.length === 0) return undefined
  return Math.max(...(known as number[]), testAuc.best, testAuc.last)
}

function meanInterval(results: readonly CellResult[]): Interval | undefined {
  const intervals = results.flatMap((result) => testInterval(result) ?? [])
  if (intervals.length === 0 || intervals.length < results.length) return undefined
  return {
    lower: mean(intervals.map(({ lower }) => lower)),
    upper: mean(intervals.map(({ upper }) => upper)),
  }
}
