import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type ReportTable, textCell } from '../src/tables/report-table.ts'
import { escapeCsv, tableCsv } from '../src/tables/table-csv.ts'

test.each([
  ['plain', 'plain'],
  ['a, b', '"a, b"'],
  ['say "so"', '"say ""so"""'],
  ['two\nlines', '"two\nlines"'],
  ['+0.012', '0.012'],
  ['−0.004', '-0.004'],
  ['-3', '-3'],
  ['=1+2', "'=1+2"],
  ['=HYPERLINK("http://x")', '"\'=HYPERLINK(""http://x"")"'],
  ['+cmd', "'+cmd"],
  ['-cmd|x', "'-cmd|x"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', '"\'\r=1"'],
  ['＝1', "'＝1"],
  ['−', '−'],
  ['', ''],
])('writes %j as %s', (text, wanted) => {
  expect(escapeCsv(text)).toBe(wanted)
})

test('has a line for the titles and each row, with what stands below each other in one cell', () => {
  const table: ReportTable = {
    name: 'n',
    caption: 'c',
    columns: [
      { title: 'Data', kind: 'head' },
      { title: 'AUC', kind: 'number' },
    ],
    rows: [[textCell('CIFAR10, 10 %'), textCell('0.9 ± 0.1', '3 seeds')]],
    notes: [],
  }
  expect(tableCsv(table)).toBe('Data,AUC\r\n"CIFAR10, 10 %",0.9 ± 0.1; 3 seeds\r\n')
})

test('no cell begins as a formula does, unless it is a number', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      const cell = escapeCsv(text).replace(/^"/, '')
      expect(/^[=+\-@\t\r]/.test(cell) && !/^-\d+(\.\d+)?$/.test(cell)).toBe(false)
    }),
    { seed: 9 },
  )
})
