/** The runs that Theorem 1 is judged by. */
import { mean } from '../statistics/moments.ts'
import type { SweepCell } from './sweep-results.ts'

interface RateRun {
  readonly cell: SweepCell
  readonly steps: number
  /** Mean of `‖∇F‖²` over the evaluations. */
  readonly gradNormSquared: number
}

/** Runs with different numbers of steps on the small problem of the theorem, which have measured it. */
export function rateRuns(cells: readonly SweepCell[]): readonly RateRun[] {
  return cells.flatMap((cell) => {
    const { arms, budget, result } = cell
    if (!arms.includes('rate') || budget.unit !== 'steps') return []
    const values = result?.curve.flatMap((point) => point.compositionalGradNormSquared ?? []) ?? []
    if (values.length === 0) return []
    return [{ cell, steps: budget.amount, gradNormSquared: mean(values) }]
  })
}
