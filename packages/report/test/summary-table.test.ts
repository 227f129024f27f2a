import { expect, test } from 'vitest'
import { type SummaryRow, summaryTable } from '../src/index.ts'

const row: SummaryRow = {
  method: 'CE',
  auc: 0.9125,
  lower: 0.9004,
  upper: 0.9246,
  seconds: 61.25,
  stepsPerSecond: 22.857,
  gradientEvaluations: 1400,
  steps: 1400,
  validationAuc: 0.93,
}
const rows = [row, { ...row, method: 'AUCsc', seconds: 1234.5, gradientEvaluations: 700 }]

test('aligns text', () => {
  expect(summaryTable(rows, 'text')).toBe(
    [
      'Method  Test AUC  95 % DeLong interval  Seconds  Steps/s  Gradient evaluations',
      'CE         0.912        [0.900, 0.925]     61.3     22.9                 1,400',
      'AUCsc      0.912        [0.900, 0.925]  1,234.5     22.9                   700',
    ].join('\n'),
  )
})

test('aligns Markdown and keeps it a table whatever a method is called', () => {
  const [head, rule, ...body] = summaryTable(
    [...rows, { ...row, method: 'a|b\nc' }],
    'markdown',
  ).split('\n')
  expect(rule).toBe(
    '| ------ | -------: | -------------------: | ------: | ------: | -------------------: |',
  )
  expect(body).toHaveLength(3)
  expect(body[2]).toMatch(/^\| a\\\|b c \|/)
  expect(new Set([head, rule, ...body].map((line) => line!.length)).size).toBe(1)
})

test('aligns names with letters outside the basic plane', () => {
  const lines = summaryTable([{ ...row, method: '𝛼𝛽' }, row], 'text').split('\n')
  expect([...lines[1]!].length).toBe([...lines[2]!].length)
})
