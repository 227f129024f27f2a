/** `@deepauc/metrics` on many scores. */
import { readFileSync } from 'node:fs'
import { delongInterval, rocAuc } from '@deepauc/metrics'
import { serve } from './serve.ts'

export interface MetricsOptions {
  /** File of bytes, 0 or 1. */
  readonly labels: string
  /** File of numbers of that precision. */
  readonly scores: string
  readonly precision: 'float32' | 'float64'
  readonly task: 'auc' | 'delong'
}

await serve(async ({ labels: labelFile, scores: scoreFile, precision, task }: MetricsOptions) => {
  const labels = new Uint8Array(readFileSync(labelFile))
  const { buffer } = new Uint8Array(readFileSync(scoreFile))
  const scores = precision === 'float32' ? new Float32Array(buffer) : new Float64Array(buffer)
  const compute = {
    auc: rocAuc,
    delong: (...data: [Uint8Array, typeof scores]) => delongInterval(...data).auc,
  }
  return { detail: '@deepauc/metrics', iterate: () => compute[task](labels, scores) }
})
