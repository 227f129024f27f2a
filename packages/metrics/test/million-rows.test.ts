/** What takes O(n log n) takes seconds for a million rows, and stays right: uniform scores have known areas. */
import { beforeAll, expect, test } from 'vitest'
import {
  averagePrecision,
  delongInterval,
  delongTest,
  partialRocAuc,
  precisionRecallCurve,
  rocAuc,
} from '../src/index.ts'
import { minimalStandard } from './minimal-standard.ts'

const n = 1_000_000
const share = 0.1
// Each takes about a second on one idle core.
const limit = { timeout: 20_000 }
const labels = new Uint8Array(n)
// Negatives are uniform on [0, 1), positives on the square root of that: TPR = 1 − (1 − FPR)².
const scores = new Float64Array(n)
const noise = new Float64Array(n)
const patients = new Uint32Array(n)

beforeAll(() => {
  const uniform = minimalStandard(1)
  for (let i = 0; i < n; i++) {
    labels[i] = Number(uniform() < share)
    scores[i] = labels[i] === 1 ? Math.sqrt(uniform()) : uniform()
    noise[i] = uniform()
    patients[i] = Math.floor(i / 3)
  }
})

test('AUC', limit, () => {
  expect(Math.abs(rocAuc(labels, scores) - 2 / 3)).toBeLessThan(0.003)
})

test('partial AUC', limit, () => {
  const range = { falsePositiveRate: [0, 0.1] } as const
  const area = partialRocAuc(labels, scores, range, { standardize: false })
  expect(Math.abs(area - (0.1 - (1 - 0.9 ** 3) / 3))).toBeLessThan(0.0002)
})

test.each([
  ['without patients', {}],
  ['with patients', { clusters: patients }],
])('DeLong interval and test %s', limit, (_, options) => {
  // Var ψ₁₀ = Var √U = 1/2 − 4/9 and Var ψ₀₁ = Var (1 − V²) = 1/5 − 1/9.
  const variance = (1 / 2 - 4 / 9) / (n * share) + (1 / 5 - 1 / 9) / (n * (1 - share))
  const { standardError } = delongInterval(labels, scores, options)
  expect(Math.abs(standardError / Math.sqrt(variance) - 1)).toBeLessThan(0.02)
  const { difference, z } = delongTest(labels, scores, noise, options)
  expect(Math.abs(difference - 1 / 6)).toBeLessThan(0.006)
  expect(z).toBeGreaterThan(100)
})

test('precision-recall curve and average precision', limit, () => {
  const { recall, precision } = precisionRecallCurve(labels, scores)
  let worst = 0
  recall.forEach((rate, i) => {
    const falsePositives = (1 - share) * (1 - Math.sqrt(1 - rate))
    const expected = (share * rate) / (share * rate + falsePositives)
    if (rate > 0.01) worst = Math.max(worst, Math.abs(precision[i]! - expected))
  })
  expect(worst).toBeLessThan(0.02)
  expect(averagePrecision(labels, scores)).toBeGreaterThan(share)
  expect(averagePrecision(labels, scores)).toBeLessThan(2 * share)
})
