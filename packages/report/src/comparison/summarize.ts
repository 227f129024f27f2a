/** One row of numbers per method. */
import { delongInterval } from '@deepauc/metrics'
import type { MethodResult } from './run-result.ts'

/** A row of the summary table. */
export interface SummaryRow {
  readonly method: string
  /** Test AUC. */
  readonly auc: number
  /** Bounds of its 95 % DeLong interval. */
  readonly lower: number
  readonly upper: number
  readonly seconds: number
  /** 0 if no time was measured. */
  readonly stepsPerSecond: number
  readonly gradientEvaluations: number
  readonly steps: number
  readonly validationAuc: number
}

/**
 * Test AUC with its 95 % DeLong interval, and what it cost, per method.
 *
 * @throws RangeError as `delongInterval`, for example if the test labels lack a class
 */
export function summarize(methods: readonly MethodResult[]): readonly SummaryRow[] {
  return methods.map(({ method, test, seconds, steps, gradientEvaluations, validationAuc }) => {
    const { auc, lower, upper } = delongInterval(test.labels, test.scores, { level: 0.95 })
    const stepsPerSecond = seconds > 0 ? steps / seconds : 0
    return {
      method,
      auc,
      lower,
      upper,
      seconds,
      stepsPerSecond,
      gradientEvaluations,
      steps,
      validationAuc,
    }
  })
}
