import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { headerLine, scoreLines } from '../src/predict/score-lines.ts'

test.each([
  ['a.png', 'a.png'],
  ["=cmd|'/C calc'!A0.png", "'=cmd|'/C calc'!A0.png"],
  ['=HYPERLINK("http://x").png', `"'=HYPERLINK(""http://x"").png"`],
  ['+1.png', "'+1.png"],
  ['-1.png', "'-1.png"],
  ['@SUM(A1).png', "'@SUM(A1).png"],
  ['\t=1.png', "'\t=1.png"],
  ['\r=1.png', `"'\r=1.png"`],
  ['＝1.png', "'＝1.png"],
  ['＋1.png', "'＋1.png"],
  ['－1.png', "'－1.png"],
  ['＠x.png', "'＠x.png"],
])('the image %j is no formula, and its score stays a number', (name, cell) => {
  expect(scoreLines([name], Float32Array.of(-2.5))).toBe(`${cell},-2.5\n`)
})

test('a label is no formula either', () => {
  expect(headerLine(['Edema', '=1+2'])).toBe("file,Edema,'=1+2\n")
  expect(headerLine([])).toBe('file,score\n')
})

test('whatever the names, there is a row for each, and no cell is a formula', () => {
  const files = fc.array(fc.string({ unit: 'binary', minLength: 1 }), { minLength: 1 })
  fc.assert(
    fc.property(files, (names) => {
      const scores = Float32Array.from(names, (_, i) => -1 - i)
      const rows: string[][] = parse(scoreLines(names, scores), { record_delimiter: '\n' })
      expect(rows.map(([, score]) => Number(score))).toEqual([...scores])
      for (const [i, [cell = '']] of rows.entries()) {
        expect([names[i], `'${names[i]}`]).toContain(cell)
        expect(cell).not.toMatch(/^[=+\-@\t\r\n＝＋－＠]/)
      }
    }),
    { seed: 3 },
  )
})
