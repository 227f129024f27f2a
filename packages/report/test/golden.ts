/** Values from scipy and statsmodels: tools/golden/report_statistics.py. */
import { readFileSync } from 'node:fs'

interface Tested {
  readonly differences: number[]
  readonly pValue: number
}

export const golden: {
  readonly signFlip: Tested[]
  readonly wilcoxon: Tested[]
  readonly friedman: {
    scores: number[][]
    statistic: number
    pValue: number
    meanRanks: number[]
  }[]
  readonly chiSquare: { x: number; degrees: number; tail: number }[]
  readonly family: { members: { seeds: number[]; differences: number[] }[]; pValues: number[] }[]
  readonly holm: { pValues: number[]; corrected: number[] }[]
  readonly bca: { differences: number[]; lower: number; upper: number }[]
  readonly interquartileMean: { values: number[]; mean: number }[]
  readonly seeds: { mean: number; standardDeviation: number; pairs: number }[]
} = JSON.parse(readFileSync(new URL('golden/statistics.json', import.meta.url), 'utf8'))
