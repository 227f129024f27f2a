import { delongInterval } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { summarize } from '../src/index.ts'
import { exampleInput, exampleMethod } from './example-run.ts'

test('has the AUC and the interval of metrics, and the cost of each method', () => {
  const rows = summarize(exampleInput.methods)
  expect(rows.map(({ method }) => method)).toEqual(['CE', 'AUCsc', 'CT'])
  for (const [i, row] of rows.entries()) {
    const { labels, scores } = exampleInput.methods[i]!.test
    expect(row).toMatchObject({ steps: 700, gradientEvaluations: 1400, validationAuc: 0.9 })
    expect(row).toMatchObject({ seconds: 20, stepsPerSecond: 35 })
    const { auc, lower, upper } = delongInterval(labels, scores, { level: 0.95 })
    expect([row.auc, row.lower, row.upper]).toEqual([auc, lower, upper])
  }
})

test('counts three of four pairs that are in the right order as 0.75', () => {
  const hand = { ...exampleMethod('hand', 0), test: { labels: [1, 1, 0, 0], scores: [4, 2, 3, 1] } }
  expect(summarize([hand])[0]!.auc).toBe(0.75)
})

test('gives 0 steps per second where no time was measured', () => {
  const [row] = summarize([{ ...exampleMethod('CE', 0.5), steps: 0, seconds: 0 }])
  expect(row!.stepsPerSecond).toBe(0)
})
