import { expect, test } from 'vitest'
import { rateTable } from '../src/tables/rate-table.ts'
import { runIndex } from '../src/tables/run-index.ts'
import { exampleCell, exampleSweep, withGradient } from './example-sweep.ts'

const cells = [4096, 1024].flatMap((steps) =>
  [0, 1].map((seed) => {
    const cell = exampleCell({ dataset: 'linear', method: 'CT', arm: 'rate', seed }, 0.9)
    return {
      ...cell,
      id: `${steps}-${seed}`,
      budget: { unit: 'steps', amount: steps } as const,
      result: withGradient(cell.result!, (3.2 + 0.32 * seed) / Math.sqrt(steps)),
    }
  }),
)

test('has a row for each number of steps, with the product that stays where the rate holds', () => {
  const runs = runIndex()
  const { rows } = rateTable(cells, runs)!
  expect(rows.map((row) => row.map(({ pieces }) => pieces[0]!.text))).toEqual([
    ['1,024', '0.105 ± 0.007', '3.36 ± 0.23', '2'],
    ['4,096', '0.0525 ± 0.0035', '3.36 ± 0.23', '2'],
  ])
  const behind = runs.table().rows.map(([, list]) => list!.pieces.map(({ text }) => text))
  expect(behind).toEqual([
    ['1024-0', '1024-1'],
    ['4096-0', '4096-1'],
  ])
})

test('is nothing where no run has measured it', () => {
  expect(rateTable(exampleSweep({ seeds: 1 }).cells, runIndex())).toBeUndefined()
})
