/** What the examples of `@deepauc/report` take for granted. */
import type { MethodResult } from '@deepauc/report'

const result = (method: string, scores: readonly number[]): MethodResult => ({
  method,
  curve: [],
  test: { labels: [0, 0, 0, 1, 1, 1], scores },
  validationAuc: 0.9,
  gradientEvaluations: 100,
  steps: 100,
  seconds: 10,
})

export const methods = [result('CE', [1, 3, 5, 2, 4, 6]), result('CT', [1, 3, 2, 4, 5, 6])]
