import { delongTest, holm } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { delongTable } from '../src/tables/delong-table.ts'
import { runIndex } from '../src/tables/run-index.ts'
import { exampleSweep, withCells } from './example-sweep.ts'

const labels = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
const scoresOf: Record<string, readonly number[]> = {
  CT: [1, 2, 3, 4, 6, 5, 7, 8, 9, 10],
  CE: [1, 2, 6, 7, 8, 3, 4, 5, 9, 10],
  AUCsc: [1, 7, 3, 4, 6, 5, 2, 8, 9, 10],
}

const sweep = withCells(exampleSweep({ seeds: 2, data: [['CIFAR10', 0.1]] }), (cell) => {
  const scores = scoresOf[cell.method]
  return { ...cell, result: { ...cell.result!, ...(scores && { test: { labels, scores } }) } }
})
const rowsOf = (cells = sweep.cells) =>
  (delongTable(cells, runIndex())?.rows ?? []).map((row) =>
    row.map(({ pieces }) => pieces.map(({ text }) => text).join(' / ')),
  )

test('has CT against each method with scores, for each seed and budget', () => {
  const rows = rowsOf()
  const place = (row: string[]) => [row[1], row[2], row[3]]
  const timed = 'laptop, resnet20, 100 seconds'
  const tuned = 'laptop, resnet20, 3,000 epochs'
  expect(rows.map(place)).toEqual(
    [tuned, timed].flatMap((source) =>
      ['CT − CE', 'CT − AUCsc'].flatMap((pair) => ['0', '1'].map((seed) => [source, pair, seed])),
    ),
  )
})

test('has the numbers of DeLong and of Holm', () => {
  const [ce, sc] = ['CE', 'AUCsc'].map((name) => delongTest(labels, scoresOf.CT!, scoresOf[name]!))
  const corrected = holm([ce!.pValue, ce!.pValue, sc!.pValue, sc!.pValue])
  const [first, , third] = rowsOf()
  const shown = (p: number) => p.toFixed(p < 0.1 ? 3 : 2)
  expect(first!.slice(4)).toEqual([
    `+${ce!.difference.toFixed(3)}`,
    `[${ce!.lower.toFixed(3)}, ${ce!.upper.toFixed(3)}]`.replaceAll('-', '−'),
    shown(ce!.pValue),
    shown(corrected[0]!),
  ])
  expect(third!.slice(6)).toEqual([shown(sc!.pValue), shown(corrected[2]!)])
})

test('leaves out runs that were tested on other images, or on too few of a class', () => {
  const others = withCells(sweep, (cell) => {
    const { test } = cell.result!
    if (!test || cell.method !== 'CE') return cell
    return { ...cell, result: { ...cell.result!, test: { ...test, labels: labels.toReversed() } } }
  })
  expect(rowsOf(others.cells).map((row) => row[2])).not.toContain('CT − CE')
  const rare = withCells(sweep, (cell) => ({
    ...cell,
    result: {
      ...cell.result!,
      test: { labels: [0, 0, 1], scores: [1, 2, 3] },
    },
  }))
  expect(delongTable(rare.cells, runIndex())).toBeUndefined()
  expect(delongTable([], runIndex())).toBeUndefined()
})
