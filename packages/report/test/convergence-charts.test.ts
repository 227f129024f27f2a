import { expect, test } from 'vitest'
import { type ConvergenceAxis, convergenceCharts } from '../src/convergence-charts.ts'
import { renderChart } from '../src/render-chart.ts'
import { exampleSweep, withCells } from './example-sweep.ts'
import { elements } from './markup.ts'

const sweep = exampleSweep({ seeds: 2 })
const axes: ConvergenceAxis[] = ['epochs', 'steps', 'gradientEvaluations', 'seconds']

test('has a panel for each data set and quantity that was evaluated', () => {
  for (const axis of axes) {
    const charts = convergenceCharts(sweep, axis)
    expect(charts.map(({ title }) => title)).toEqual(
      ['CIFAR10', 'Fashion-MNIST'].flatMap((name) => [
        `Test AUC, ${name} 10 %`,
        `Validation AUC, ${name} 10 %`,
      ]),
    )
    expect(new Set(charts.map(({ name }) => name)).size).toBe(4)
    for (const { legend } of charts)
      expect(legend).toEqual(['CE', 'AUCsc', 'AUC-CE', 'TS-DRW', 'TS-DEC', 'CT'])
  }
})

test('draws the mean over the seeds that are complete, by the axis that is asked for', () => {
  const flat = withCells(sweep, (cell) => ({
    ...cell,
    result: {
      ...cell.result!,
      curve: [1, 2, 3].slice(cell.seed).map((n) => ({
        epochs: n,
        steps: 10 * n,
        gradientEvaluations: 20 * n,
        seconds: n + cell.seed,
        trainingLoss: 0,
        testAuc: 0.5 + 0.1 * cell.seed,
      })),
    },
  }))
  const dataOf = (axis: ConvergenceAxis, from = flat) =>
    convergenceCharts(from, axis)[0]!.series[0]!.data
  expect(dataOf('seconds')).toEqual([
    [2, 0.55],
    [3, 0.55],
  ])
  expect(dataOf('steps')).toEqual([
    [15, 0.55],
    [25, 0.55],
  ])
  const less = withCells(flat, ({ result, ...cell }) =>
    cell.seed === 0 ? cell : { ...cell, result: result! },
  )
  expect(dataOf('epochs', less)).toEqual([
    [2, 0.6],
    [3, 0.6],
  ])
})

test('has no panel without the axis, without runs or without curves', () => {
  expect(convergenceCharts({ cells: [] }, 'epochs')).toEqual([])
  const without = withCells(sweep, (cell) => ({
    ...cell,
    result: { ...cell.result!, curve: cell.result!.curve.map(({ epochs: _, ...point }) => point) },
  }))
  expect(convergenceCharts(without, 'epochs')).toEqual([])
  expect(convergenceCharts(without, 'steps')).toHaveLength(4)
})

test('becomes a described picture', () => {
  const [svg] = elements(renderChart(convergenceCharts(sweep, 'epochs')[0]!))
  expect(svg!.attributes['aria-label']).toBe(
    'Test AUC of CE, AUCsc, AUC-CE, TS-DRW, TS-DEC and CT against epochs, CIFAR10 10 % (laptop, resnet20, 3,000 epochs)',
  )
})
