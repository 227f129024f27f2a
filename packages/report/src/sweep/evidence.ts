/** Two groups of runs, compared seed by seed. */
import { mean } from '../statistics/moments.ts'
import { type PairedDifference, pairedDifference } from '../statistics/paired-difference.ts'
import type { CellResult, SweepCell } from './sweep-results.ts'

/** A paired difference, what it is of, and the cells behind it. */
export interface Evidence extends PairedDifference {
  /** For example `'CT − CE, CIFAR10 10 % (laptop, 3,000 steps)'`. */
  readonly label: string
  /** `[n]` */
  readonly seeds: readonly number[]
  readonly cells: readonly string[]
}

/** A number of a run; undefined where it was not measured. */
export type Measure = (result: CellResult) => number | undefined

const testAuc: Measure = ({ testAuc }) => testAuc.best

/** `a` minus `b` for every seed that both have measured. */
export function compareRuns(
  label: string,
  a: readonly SweepCell[],
  b: readonly SweepCell[],
  measure: Measure = testAuc,
): Evidence {
  return comparePairs(
    label,
    a,
    b,
    (first, second) => (measure(first) ?? Number.NaN) - (measure(second) ?? Number.NaN),
  )
}

/** A difference of two runs for every seed that both have completed; pairs whose difference is not finite are left out. */
export function comparePairs(
  label: string,
  a: readonly SweepCell[],
  b: readonly SweepCell[],
  difference: (a: CellResult, b: CellResult) => number,
): Evidence {
  const pairs = a.flatMap((cell) => {
    const other = b.find(({ seed }) => seed === cell.seed)
    if (!cell.result || !other?.result) return []
    const value = difference(cell.result, other.result)
    return Number.isFinite(value) ? [{ seed: cell.seed, cells: [cell.id, other.id], value }] : []
  })
  return {
    label,
    seeds: pairs.map(({ seed }) => seed),
    cells: [...new Set(pairs.flatMap(({ cells }) => cells))],
    ...pairedDifference(pairs.map(({ value }) => value)),
  }
}

/** One number per run, tested for being above or below zero. */
export function testRuns(label: string, cells: readonly SweepCell[], measure: Measure): Evidence {
  const runs = cells.flatMap(({ id, seed, result }) => {
    const value = (result && measure(result)) ?? Number.NaN
    return Number.isFinite(value) ? [{ id, seed, value }] : []
  })
  return {
    label,
    seeds: runs.map(({ seed }) => seed),
    cells: runs.map(({ id }) => id),
    ...pairedDifference(runs.map(({ value }) => value)),
  }
}

/** The mean of several comparisons, for every seed that all of them have. */
export function averageEvidence(label: string, parts: readonly Evidence[]): Evidence {
  const [first, ...others] = parts
  const seeds = (first?.seeds ?? []).filter((seed) =>
    others.every((other) => other.seeds.includes(seed)),
  )
  const values = seeds.map((seed) => mean(parts.map((part) => differenceOf(part, seed))))
  const cells = [...new Set(parts.flatMap((part) => part.cells))]
  return { label, seeds, cells, ...pairedDifference(values) }
}

/** The difference of one comparison with one seed. */
export function differenceOf({ seeds, differences }: Evidence, seed: number): number {
  return differences[seeds.indexOf(seed)] ?? Number.NaN
}
