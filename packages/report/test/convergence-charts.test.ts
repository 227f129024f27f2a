import { expect, test } from 'vitest'
import { dataColours } from '../src/charts/palette.ts'
import { type Chart, renderChart } from '../src/charts/render-chart.ts'
import { type ConvergenceAxis, convergenceCharts } from '../src/curves/convergence-charts.ts'
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

test('keeps bands inside the range of an AUC', () => {
  const good = withCells(sweep, (cell) => ({
    ...cell,
    result: {
      ...cell.result!,
      curve: [{ ...cell.result!.curve[0]!, epochs: 1, testAuc: cell.seed === 0 ? 1 : 0.9 }],
    },
  }))
  const [chart] = convergenceCharts(good, 'epochs')
  const band = chart!.series[chart!.legend.length]!.data as [number, number][]
  const deviation = 0.1 / Math.SQRT2
  expect(band[0]).toEqual([1, 1])
  expect(band[1]![1]).toBeCloseTo(0.95 - deviation, 12)
})

test('tells panels of one data set apart by budget, network and profile, and says so only there', () => {
  const longer = sweep.cells
    .filter(({ dataset }) => dataset === 'CIFAR10')
    .flatMap((cell) =>
      [500, 9000].map((amount) => ({
        ...{ ...cell, id: `${cell.id}/${amount}` },
        budget: { unit: 'epochs' as const, amount },
      })),
    )
  const charts = convergenceCharts({ cells: [...sweep.cells, ...longer] }, 'steps')
  const titles = charts.map(({ title, subtitle }) => `${title} | ${subtitle}`)
  expect(titles).toHaveLength(8)
  expect(new Set(titles).size).toBe(8)
  expect(titles).toContain('Test AUC, CIFAR10 10 % | laptop, resnet20, 9,000 epochs')
  expect(titles).toContain('Test AUC, Fashion-MNIST 10 % | undefined')
  const svg = renderChart(charts.find(({ subtitle }) => subtitle?.includes('9,000'))!)
  expect(svg).toContain('laptop, resnet20, 9,000 epochs</text>')
})

/** Corners of the band of the method at `index`, as from [lower, upper] at each evaluation. */
function bandOf({ series, legend }: Chart, index: number): number[][][] {
  const corners = series[legend.length + index]!.data as number[][]
  const half = corners.length / 2
  const lower = corners.slice(half).reverse()
  return corners.slice(0, half).map((upper, i) => [lower[i]!, upper])
}

test('has a band of a standard deviation to each side of the mean', () => {
  const three = withCells(exampleSweep({ seeds: 3 }), (cell) => ({
    ...cell,
    result: {
      ...cell.result!,
      curve: [1, 2].map((n) => ({
        ...{ epochs: n, steps: n, gradientEvaluations: n, seconds: n, trainingLoss: 0 },
        testAuc: 0.5 + 0.1 * n * cell.seed,
      })),
    },
  }))
  const [chart] = convergenceCharts(three, 'steps')
  expect(chart!.series).toHaveLength(12)
  // 0.5, 0.6 and 0.7 have the deviation 0.1; 0.5, 0.7 and 0.9 have 0.2.
  for (const [i, [lower, upper]] of bandOf(chart!, 5).entries()) {
    expect(lower).toEqual([i + 1, expect.closeTo(0.5, 12)])
    expect(upper).toEqual([i + 1, expect.closeTo([0.7, 0.9][i]!, 12)])
  }
  const { series, legend } = convergenceCharts(exampleSweep({ seeds: 1 }), 'steps')[0]!
  expect(series).toHaveLength(legend.length)
})

test('fills the bands below the lines, each in the colour of its line', () => {
  const all = elements(renderChart(convergenceCharts(sweep, 'steps')[0]!))
  const isBand = ({ attributes }: (typeof all)[number]) => attributes['fill-opacity'] === '0.12'
  expect(all.filter(isBand)).toHaveLength(6)
  for (const colour of dataColours) {
    const band = all.findIndex((one) => isBand(one) && one.attributes.fill === colour)
    const line = all.findIndex(
      ({ attributes }) => attributes.stroke === colour && attributes['stroke-width'] === '1.5',
    )
    expect(band).toBeGreaterThan(-1)
    expect(line).toBeGreaterThan(band)
  }
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
