import { expect, test } from 'vitest'
import { termsCharts } from '../src/curves/terms-charts.ts'
import { exampleSweep, withCells } from './example-sweep.ts'

const sweep = withCells(exampleSweep({ seeds: 2, data: [['CIFAR10', 0.1]] }), (cell) => ({
  ...cell,
  result: {
    ...cell.result!,
    curve: [1, 2].map((i) => ({
      ...{ steps: i, gradientEvaluations: 10 * i, seconds: i, trainingLoss: 1 },
      terms: { auc: 1 / i + cell.seed, alignment: i - 1.5, gradientNorm: 2 * i + cell.seed },
    })),
  },
}))

test('draws the three terms of CT and of the linear combination, the mean over the seeds', () => {
  const charts = termsCharts(sweep)
  expect(charts.map(({ name }) => name)).toEqual([
    'terms-1-auc',
    'terms-1-gradient-norm',
    'terms-1-alignment',
  ])
  for (const { legend } of charts) expect(legend).toEqual(['AUC-CE', 'CT'])
  const dataOf = (i: number) => charts[i]!.series[1]!.data
  expect(dataOf(0)).toEqual([
    [10, 1.5],
    [20, 1],
  ])
  // Squares, on a logarithmic axis.
  const [first, second] = dataOf(1) as [number, number][]
  expect(first![1]).toBeCloseTo(Math.log10(2 * 3), 12)
  expect(second![1]).toBeCloseTo(Math.log10(4 * 5), 12)
  expect(charts[1]!.yAxis.format!(-2)).toBe('0.01')
  expect(dataOf(2)).toEqual([
    [10, -0.5],
    [20, 0.5],
  ])
})

test('is nothing where no terms were measured', () => {
  expect(termsCharts(exampleSweep({ seeds: 1 }))).toEqual([])
})
