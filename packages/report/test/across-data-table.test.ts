import { holm } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { wilcoxonTest } from '../src/index.ts'
import { acrossDataTable } from '../src/tables/across-data-table.ts'
import { runIndex } from '../src/tables/run-index.ts'
import { exampleSweep, withCells } from './example-sweep.ts'

/** Eight data sets on which CT is above all and TS-DEC below. */
const data = Array.from({ length: 8 }, (_, i) => [`set ${i}`, 0.1] as const)
const sweep = exampleSweep({
  data,
  seeds: 2,
  noise: 0,
  effect: (method, _, dataset) => {
    const rank = { CE: 1, AUCsc: 2, 'AUC-CE': 3, 'TS-DRW': 1.5, 'TS-DEC': 0, CT: 4 }[method]
    return 0.01 * rank * (1 + Number(dataset.slice(4)) / 10)
  },
})
const table = (cells = sweep.cells) => acrossDataTable(cells, 'laptop', runIndex())

test('ranks the methods over the data sets, and corrects the tests against CT', () => {
  const rows = table()!.rows.map((row) => row.map(({ pieces }) => pieces[0]!.text))
  expect(rows.map((row) => row.slice(0, 2))).toEqual([
    ['CE', '5.00'],
    ['AUCsc', '3.00'],
    ['AUC-CE', '2.00'],
    ['TS-DRW', '4.00'],
    ['TS-DEC', '6.00'],
    ['CT', '1.00'],
  ])
  const single = wilcoxonTest([1, 2, 3, 4, 5, 6, 7, 8])
  const corrected = holm(new Array(5).fill(single))
  expect(rows.map((row) => row[3])).toEqual([...corrected.map((p) => p.toFixed(3)), '–'])
  expect(table()!.notes[0]).toContain('p < 0.001')
})

test('leaves out data sets where a method is missing, and says nothing of one data set', () => {
  const less = withCells(sweep, (cell) =>
    cell.dataset === 'set 7' && cell.method === 'CE' ? undefined : cell,
  )
  expect(table(less.cells)!.caption).toContain('over 7 data settings')
  expect(table(sweep.cells.filter(({ dataset }) => dataset === 'set 0'))).toBeUndefined()
  expect(acrossDataTable(sweep.cells, 'smoke', runIndex())).toBeUndefined()
})

test('leads from each number to the runs that it is made of', () => {
  const runs = runIndex()
  const { rows } = acrossDataTable(sweep.cells, 'laptop', runs)!
  const idsOf = (to: string) =>
    runs
      .table()
      .rows.find(([head]) => head!.anchor === to)![1]!
      .pieces.map(({ text }) => text)
  const tuned = (...wanted: string[]) =>
    sweep.cells
      .filter(({ method, arms }) => arms.includes('tuned') && wanted.includes(method))
      .map(({ id }) => id)
      .sort()
  const everyone = rows.map(([head]) => head!.pieces[0]!.text)
  for (const [head, ...numbers] of rows) {
    const method = head!.pieces[0]!.text
    const expected = [tuned(...everyone), tuned(method), tuned(method, 'CT')]
    for (const [i, { pieces, isGap }] of numbers.entries())
      if (!isGap) expect(idsOf(pieces[0]!.to!).sort(), `${method}, ${i}`).toEqual(expected[i])
  }
  expect(rows.flatMap((row) => row.filter(({ isGap }) => isGap))).toHaveLength(1)
})
