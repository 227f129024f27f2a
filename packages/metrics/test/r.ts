/** Golden values of R's pROC and of Obuchowski's program: tools/golden/metrics_r.py. */
import { readGolden } from './golden.ts'

type Interval = Record<'auc' | 'lower' | 'upper', number>

export const r: {
  readonly cases: {
    name: string
    labels: number[]
    scoresA: number[]
    scoresB: number[]
    clusters: number[]
    /** Of scoresA, at 0.95 and at 0.8. */
    interval: Interval
    narrow: Interval
    variance: number
    test: Record<'z' | 'pValue' | 'lower' | 'upper', number>
    partial: {
      rate: 'falsePositiveRate' | 'truePositiveRate'
      range: [number, number]
      area: number
      standardized: number
    }[]
    clustered: Interval & { variance: number }
    /** Of the absolute difference. */
    clusteredTest: Record<'difference' | 'variance' | 'lower' | 'upper' | 'pValue', number>
  }[]
} = readGolden('r.json')
