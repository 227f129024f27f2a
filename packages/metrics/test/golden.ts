/** Values from scikit-learn, scipy, MLstatkit and R: tools/golden/metrics*.py. */
import { readFileSync } from 'node:fs'

interface Case {
  readonly name: string
  readonly labels: number[]
  readonly scoresA: number[]
  readonly scoresB: number[]
  readonly weights: number[]
  /** Of scoresA, as are the curves and the intervals. */
  readonly auc: number
  readonly weightedAuc: number
  /** The thresholds without the first, infinite one. */
  readonly curve: Record<'falsePositiveRate' | 'truePositiveRate' | 'thresholds', number[]>
  readonly weightedCurve: Record<'falsePositiveRate' | 'truePositiveRate', number[]>
  readonly intervals: {
    level: number
    auc: number
    standardError: number
    plain: [number, number]
    logit: [number, number]
  }[]
  readonly test: Record<'difference' | 'standardError' | 'z' | 'pValue' | 'lower' | 'upper', number>
}

export const golden: {
  readonly cases: Case[]
  readonly normalUpperTail: { x: number; tail: number }[]
  readonly normalUpperQuantile: { tail: number; x: number }[]
} = readGolden('metrics.json')

export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`golden/${name}`, import.meta.url), 'utf8')) as T
}

/** Largest distance of two lists. */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  return Math.max(...Array.from(actual, (value, i) => Math.abs(value - expected[i]!)))
}
