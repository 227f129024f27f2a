import { expect, test } from 'vitest'
import { type ReportTable, sweepReport } from '../src/index.ts'
import { numberColumns, textCell } from '../src/tables/report-table.ts'
import { tableLatex } from '../src/tables/table-latex.ts'
import { smallSweep } from './small-sweep.ts'

const all = sweepReport(smallSweep).sections.flatMap(({ tables }) => tables)

/** Alignments of a table, and the share of the line for those that have one. */
function columnsOf(table: ReportTable): { kind: string; share?: number }[] {
  const [, format] = tableLatex(table).match(/\\begin\{longtable\}\{@\{\}(.*)@\{\}\}/)!
  return [...format!.matchAll(/(>\{\\(\w+)[^}]*\})?(?:p\{([\d.]+)\\linewidth\}|([lr]))/g)].map(
    ([, , ragged, share, kind]) =>
      share === undefined ? { kind: kind! } : { kind: ragged!, share: Number(share) },
  )
}

/** Of A4 across without its margins, in which a letter takes about half of its size. */
function shareOf(table: ReportTable): number {
  const line = (267 / 25.4) * 72.27
  const isSmall = tableLatex(table).includes('\\scriptsize')
  const [size, gap] = isSmall ? [7, 3] : [8, 6]
  const columns = columnsOf(table)
  const inALine = columns.map(({ share }, i) => {
    const texts = table.rows.flatMap((row) => row[i]!.pieces.map(({ text }) => text.length))
    return share === undefined ? (0.5 * size * Math.max(0, ...texts)) / line : share
  })
  return inALine.reduce((sum, width) => sum + width, (2 * gap * (columns.length - 1)) / line)
}

test('columns of all tables fit the line, with what is between them', () => {
  expect(all.length).toBeGreaterThan(10)
  for (const table of all) {
    expect(columnsOf(table), table.name).toHaveLength(table.columns.length)
    expect(shareOf(table), table.name).toBeLessThanOrEqual(1)
    for (const [i, { share }] of columnsOf(table).entries()) {
      const isText = ['text', 'list', 'code'].includes(table.columns[i]!.kind)
      if (isText) expect(share, table.name).toBeGreaterThan(0.1)
    }
  }
})

test('short heads, labels and numbers stay in a line, long ones break', () => {
  const of = (head: string, number: string): ReportTable => ({
    ...{ name: 'x', caption: 'X', notes: [] },
    columns: [
      { title: 'Head', kind: 'head' },
      ...numberColumns('AUC'),
      { title: 'Why', kind: 'text' },
    ],
    rows: [[textCell(head), textCell(number, 'so far'), textCell('because '.repeat(40))]],
  })
  expect(columnsOf(of('CIFAR10', '0.9')).map(({ kind }) => kind)).toEqual(['l', 'r', 'raggedright'])
  const long = columnsOf(
    of('Shirt against T-shirt/top, Pullover and Dress', 'failed: no room '.repeat(4)),
  )
  expect(long.map(({ kind }) => kind)).toEqual(['raggedright', 'raggedleft', 'raggedright'])
  expect(tableLatex(of('CIFAR10', '0.9'))).toContain('\\shortstack[r]{0.9\\\\so far}')
  expect(tableLatex(of('CIFAR10', 'failed: no room '.repeat(4)))).toMatch(/no room +\\par so far/)
})
