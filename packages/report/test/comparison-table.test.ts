import { delongInterval } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import type { CellResult, ReportTable, SweepCell, SweepResults } from '../src/index.ts'
import { comparisonTable } from '../src/tables/comparison-table.ts'
import { runIndex } from '../src/tables/run-index.ts'
import { tableSpecs } from '../src/tables/table-spec.ts'
import { exampleSweep, withCells } from './example-sweep.ts'

const [table1, table2, table4, table5] = tableSpecs
const tableOf = (sweep: SweepResults, spec = table1!) =>
  comparisonTable(spec, sweep.cells, runIndex())
const lines = ({ rows }: ReportTable) =>
  rows.map((row) => row.map(({ pieces }) => pieces.map(({ text }) => text).join(' / ')))
const find = (table: ReportTable, data: string, source: string) =>
  lines(table).find((row) => row[0] === data && row[1] === source)!
const source = 'laptop, resnet20, 3,000 epochs'

/** Test AUC 0.9 + 0.001 · seed for every method, with CT above by `lead`. */
const exact = (lead: number, seeds = 3) => {
  const sweep = exampleSweep({
    seeds,
    data: [
      ['CIFAR10', 0.1],
      ['Shirts', 0.1],
    ],
  })
  return withCells(sweep, (cell) => {
    const auc = 0.9 + 0.001 * cell.seed + (cell.method === 'CT' ? lead : 0)
    return { ...cell, result: { ...cell.result!, testAuc: { best: auc, last: auc - 0.01 } } }
  })
}

test('shows paper, ours and the difference, one below the other', () => {
  const table = tableOf(exact(0.02))
  expect(find(table, 'CIFAR10 10 %', 'paper')).toEqual([
    'CIFAR10 10 %',
    'paper',
    '0.901 ± 0.002',
    '0.905 ± 0.002',
    '0.928 ± 0.001',
    '0.896 ± 0.002',
    '0.897 ± 0.002',
    '0.935 ± 0.001',
  ])
  const ours = '0.901 ± 0.001 / last 0.891 / 3 seeds'
  expect(find(table, 'CIFAR10 10 %', source).slice(2)).toEqual([
    ours,
    ours,
    ours,
    ours,
    ours,
    '0.921 ± 0.001 / last 0.911 / 3 seeds',
  ])
  expect(find(table, 'CIFAR10 10 %', 'difference (laptop)').slice(2)).toEqual([
    '+0.000',
    '−0.004',
    '−0.027',
    '+0.005',
    '+0.004',
    '−0.014',
  ])
})

test('has rows for data of our own, and all rows of the paper, which say what was not run', () => {
  const rows = lines(tableOf(exact(0.02)))
  expect(rows.filter((row) => row[1] === 'paper').map(([data]) => data)).toEqual(['CIFAR10 10 %'])
  expect(rows.filter((row) => row[1] === 'paper; ours: not run')).toHaveLength(15)
  expect(rows[0]!.slice(0, 2)).toEqual(['Shirts 10 %', source])
  expect(lines(tableOf(exact(0.02), table4!)).flat()).not.toContain('Shirts 10 %')
})

test('never has a number of ours in a row of the paper', () => {
  for (const spec of tableSpecs) {
    const paper = (sweep: SweepResults) =>
      lines(tableOf(sweep, spec))
        .filter((row) => row[1]!.startsWith('paper'))
        .map((row) => row.filter((_, i) => i !== 1))
    expect(paper(exact(0.02))).toEqual(paper({ ...exact(0), cells: [] }))
  }
})

const bold = (table: ReportTable) =>
  table.rows.flatMap((row) =>
    row.flatMap(({ isBold }, i) =>
      isBold ? [`${row[0]!.pieces[0]!.text}: ${table.columns[i]!.title}`] : [],
    ),
  )

test('is bold with six seeds and never with five, however large the lead', () => {
  const lead = (seeds: number, effect: number, noise = 0.001) =>
    bold(
      tableOf(exampleSweep({ seeds, noise, effect: (method) => (method === 'CT' ? effect : 0) })),
    )
  expect(lead(5, 0.2)).toEqual([])
  expect(lead(6, 0.02)).toEqual(['Fashion-MNIST 10 %: CT (AUC)', 'CIFAR10 10 %: CT (AUC)'])
  expect(lead(6, 0)).toEqual([])
})

test('is not bold where a competitor is missing', () => {
  const sweep = exampleSweep({ noise: 0.001, effect: (method) => (method === 'CT' ? 0.02 : 0) })
  expect(
    bold(tableOf(withCells(sweep, (cell) => (cell.method === 'AUC-CE' ? undefined : cell)))),
  ).toEqual([])
})

test('compares within the halves of Table 2', () => {
  const effect = (_: string, arm: string) =>
    ({ tuned: 0.06, 'same-batch': 0.04, 'one-step': 0.02 })[arm] ?? 0
  const table = tableOf(exampleSweep({ noise: 0.001, effect, data: [['STL10', 0.3]] }), table2!)
  expect(bold(table)).toEqual(['STL10 30 %: S1 ≠ S2', 'STL10 30 %: β0 < 1'])
  expect(table.columns.map(({ title }) => title).slice(2)).toEqual([
    'S1 = S2',
    'S1 ≠ S2',
    'β0 = 1',
    'β0 < 1',
  ])
  expect(find(table, 'STL10 30 %', 'paper').slice(2)).toEqual([
    '0.902 ± 0.003',
    '0.907 ± 0.001',
    '0.895 ± 0.004',
    '0.900 ± 0.002',
  ])
})

test('has the runs of equal seconds in Table 5, where the paper has no deviations', () => {
  const table = tableOf(exact(0.02), table5!)
  expect(table.columns.map(({ title }) => title).slice(2, 6)).toEqual([
    'CT (AUC)',
    'CT (AUC), best on test',
    'CE',
    'CE, best on test',
  ])
  const row = (from: string) => find(table, 'CIFAR10 10 %', from).slice(2, 4)
  expect(row('paper')).toEqual(['–', '0.936'])
  const [chosen, best] = row('laptop, resnet20, 100 seconds')
  expect(chosen).toBe('0.921 ± 0.001 / last 0.911 / 3 seeds')
  // The curves of the example end at the noisy AUCs, which are not those of `exact`.
  expect(best).toMatch(/^0\.9\d\d ± 0\.\d{3} \/ 3 seeds$/)
  expect(row('difference (laptop)')[0]).toBe('–')
})

test('takes the best on the test part from the whole course, and only from there', () => {
  const curve = (testAucs: readonly (number | undefined)[]) =>
    testAucs.map((testAuc, i) => ({
      ...{ gradientEvaluations: i, steps: i, seconds: i, trainingLoss: 1 },
      ...(testAuc !== undefined && { testAuc }),
    }))
  const of = (testAucs: readonly (number | undefined)[], best = 0.9) => {
    const sweep = withCells(exact(0, 1), (cell) => ({
      ...cell,
      result: { ...cell.result!, testAuc: { best, last: 0.8 }, curve: curve(testAucs) },
    }))
    const row = find(tableOf(sweep, table5!), 'CIFAR10 10 %', 'laptop, resnet20, 100 seconds')
    return row.slice(2, 4)
  }
  expect(of([0.7, 0.95, 0.8])).toEqual(['0.900 / last 0.800 / 1 seed', '0.950 / 1 seed'])
  expect(of([0.7, undefined])[1]).toBe('0.900 / 1 seed')
  expect(of([undefined, undefined])[1]).toBe('not measured')
  expect(of([0.7, Number.NaN, 0.99], 0.5)[1]).toBe('0.990 / 1 seed')
})

test('says how many of how many seeds there are', () => {
  const some = (complete: number) =>
    withCells(exact(0), ({ result, ...cell }) =>
      cell.method === 'CE' && cell.seed >= complete ? cell : { ...cell, result: result! },
    )
  const ce = (complete: number) => find(tableOf(some(complete)), 'CIFAR10 10 %', source)[2]
  expect(ce(2)).toBe('0.901 ± 0.001 / last 0.891 / 2 of 3 seeds')
  expect(ce(1)).toBe('0.900 / last 0.890 / 1 of 3 seeds')
  expect(ce(0)).toBe('0 of 3 seeds')
})

test('keeps profiles, networks and budgets apart', () => {
  const sweep = exact(0)
  const longer = sweep.cells.map(
    (cell): SweepCell => ({
      ...cell,
      id: `${cell.id}+`,
      profile: 'smoke',
      budget: { unit: 'steps', amount: 5 },
    }),
  )
  const table = tableOf({ ...sweep, cells: [...sweep.cells, ...longer] })
  expect(find(table, 'CIFAR10 10 %', source)[2]).toContain('3 seeds')
  expect(find(table, 'CIFAR10 10 %', 'smoke, resnet20, 5 steps')[2]).toContain('3 seeds')
})

test('has the mean of the DeLong intervals of the seeds', () => {
  const labels = [0, 0, 0, 0, 1, 1, 1, 1]
  const scores = [
    [1, 2, 3, 6, 4, 5, 7, 8],
    [1, 2, 6, 7, 3, 4, 5, 8],
    [1, 2, 3, 5, 4, 6, 7, 8],
  ]
  const sweep = withCells(exact(0), (cell) => {
    const result: CellResult = { ...cell.result!, test: { labels, scores: scores[cell.seed]! } }
    return { ...cell, result }
  })
  const intervals = scores.map((values) => delongInterval(labels, values))
  const mean = (name: 'lower' | 'upper') =>
    (intervals.reduce((sum, interval) => sum + interval[name], 0) / 3).toFixed(3)
  expect(find(tableOf(sweep), 'CIFAR10 10 %', source)[2]).toBe(
    `0.901 ± 0.001 / [${mean('lower')}, ${mean('upper')}] / last 0.891 / 3 seeds`,
  )
})

test('leads from each number to its runs', () => {
  for (const [k, spec] of tableSpecs.entries()) {
    const runs = runIndex()
    const { columns, rows } = comparisonTable(spec, exact(0).cells, runs)
    const groups = runs.table().rows
    const idsOf = (to: string | undefined) => {
      const [, list] = groups.find(([head]) => head!.anchor === to) ?? []
      return list?.pieces.map(({ text }) => text)
    }
    const numbers = rows
      .filter(([, from]) => !from!.pieces[0]!.text.startsWith('paper'))
      .flatMap(([data, , ...cells]) =>
        cells.flatMap((cell, i) => (cell.isGap ? [] : [{ data: data!.pieces[0]!.text, cell, i }])),
      )
    expect(numbers).toHaveLength([18, 12, 0, 30][k]!)
    for (const { data, cell, i } of numbers) {
      const { method, arm } = spec.columns[i]!
      const place = data.replace(' 10 %', '/0.1')
      expect(idsOf(cell.pieces[0]!.to), `${data}: ${columns[i + 2]!.title}`).toEqual(
        [0, 1, 2].map((seed) => `${place}/${method}/${arm}/${seed}`),
      )
    }
  }
})
