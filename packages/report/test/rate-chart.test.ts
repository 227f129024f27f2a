import { expect, test } from 'vitest'
import { rateCharts } from '../src/curves/rate-chart.ts'
import { exampleCell, exampleSweep, withGradient } from './example-sweep.ts'

const cells = [1024, 4096, 16384].map((steps) => {
  const cell = exampleCell({ dataset: 'linear', method: 'CT', arm: 'rate', seed: 0 }, 0.9)
  return {
    ...cell,
    id: `${steps}`,
    budget: { unit: 'steps', amount: steps } as const,
    result: withGradient(cell.result!, 3.2 / Math.sqrt(steps)),
  }
})

test('runs that fall as the theorem says lie on its line', () => {
  const [chart] = rateCharts({ cells })
  const [runs, line] = chart!.series.map(({ data }) => data as [number, number][])
  expect(runs!.map(([x]) => x)).toEqual([10, 12, 14])
  expect(10 ** runs![0]![1]).toBeCloseTo(0.1, 10)
  expect(line![0]![0]).toBe(10)
  expect(line![1]![0]).toBe(14)
  expect(line![0]![1]).toBeCloseTo(runs![0]![1], 10)
  expect(line![1]![1]).toBeCloseTo(runs![2]![1], 10)
  expect(chart!.xAxis.format!(12)).toBe('4,096')
  expect(chart!.yAxis.format!(-1)).toBe('0.1')
})

test('is nothing where no run has measured it', () => {
  expect(rateCharts(exampleSweep({ seeds: 1 }))).toEqual([])
})
