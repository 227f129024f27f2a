/** Golden values of scikit-learn: tools/golden/metrics_curves.py. */
import { readGolden } from './golden.ts'

interface Curve {
  /** From recall 0 to recall 1. */
  readonly precision: number[]
  readonly recall: number[]
  /** Without the first, infinite one. */
  readonly thresholds: number[]
  readonly averagePrecision: number
  /** Over false positive rates from 0, standardised. */
  readonly partial: { to: number; auc: number }[]
}

export const curves: {
  readonly cases: {
    name: string
    labels: number[]
    scores: number[]
    weights: number[]
    plain: Curve
    weighted: Curve
    accuracies: { threshold: number; accuracy: number; balanced: number }[]
  }[]
  readonly tables: {
    columns: number
    labels: number[]
    scores: number[]
    macro: Record<'rocAuc' | 'averagePrecision', number>
  }[]
} = readGolden('curves.json')
