import { expect, test } from 'vitest'
import type { StudyOutline, SweepCell } from '../src/index.ts'
import { runIndex } from '../src/tables/run-index.ts'
import { studyTable } from '../src/tables/study-table.ts'
import { exampleCell, unrun } from './example-sweep.ts'

const study: StudyOutline = {
  ...{ name: 'variants', description: 'Variants of CT' },
  ...{ rows: ['easy', 'hard'], columns: ['k1', 'k2', 'k3'], seeds: 6, hasOwnTable: true },
}

/** k2 leads by 0.02 on the first row, and nothing does on the second. */
const cells = study.rows.flatMap((row) =>
  study.columns.flatMap((column) =>
    Array.from({ length: 6 }, (_, seed): SweepCell => {
      const quality = 0.8 + 0.002 * seed + (row === 'easy' && column === 'k2' ? 0.02 : 0)
      const cell = exampleCell({ dataset: row, method: 'CT', arm: 'tuned', seed }, quality)
      const places = [{ study: 'variants', row, column, role: 'final' as const }]
      return { ...cell, id: `${row}-${column}-${seed}`, arms: [], places }
    }),
  ),
)

const shown = (outline: StudyOutline, from: readonly SweepCell[] = cells) => {
  const { columns, rows } = studyTable(outline, from, runIndex())
  return {
    titles: columns.map(({ title }) => title),
    rows: rows.map((row) => row.map(({ pieces }) => pieces[0]!.text)),
    bold: rows.flatMap((row) =>
      row.flatMap(({ isBold }, i) => (isBold ? [[row[0]!.pieces[0]!.text, i]] : [])),
    ),
  }
}

test('is the narrower way round, and bold where the columns of the study differ', () => {
  const { titles, rows, bold } = shown(study)
  expect(titles).toEqual(['Column', 'easy', 'hard'])
  expect(rows.map(([head]) => head)).toEqual(['k1', 'k2', 'k3'])
  expect(rows[1]!.slice(1)).toEqual(['0.825 ± 0.004', '0.805 ± 0.004'])
  expect(bold).toEqual([['k2', 1]])
  const wide = shown({
    ...study,
    rows: ['easy', 'hard', 'odd', 'new'],
    columns: ['k1', 'k2', 'k3'],
  })
  expect(wide.titles).toEqual(['Row', 'k1', 'k2', 'k3'])
  expect(wide.rows[3]!.slice(1)).toEqual(['not run', 'not run', 'not run'])
  expect(wide.bold).toEqual([['easy', 2]])
})

test('has no runs of other studies or of tuning, and says what is missing', () => {
  const others = cells.map((cell): SweepCell => {
    const [place] = cell.places
    if (cell.seed < 2) return { ...cell, places: [{ ...place!, study: 'other' }] }
    if (cell.seed === 2) return { ...cell, places: [{ ...place!, role: 'tuning' }] }
    return cell.seed === 3 ? unrun(cell) : cell
  })
  const { rows } = studyTable(study, others, runIndex())
  expect(rows[0]![1]!.pieces.map(({ text }) => text)).toEqual([
    '0.809 ± 0.001',
    'last 0.808',
    '2 of 3 seeds',
  ])
})
