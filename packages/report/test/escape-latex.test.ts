import fc from 'fast-check'
import { latexParser } from 'latex-utensils'
import { expect, test } from 'vitest'
import { codeLatex, escapeLatex } from '../src/tables/escape-latex.ts'

test.each([
  ['50 % & $1 #2 a_b {c}', '50 \\% \\& \\$1 \\#2 a\\_b \\{c\\}'],
  ['\\x ~ ^', '\\textbackslash{}x \\textasciitilde{} \\textasciicircum{}'],
  ['a\n\tb', 'a b'],
  ['0.9 ± 0.1, β0 ≠ 1', '0.9 $\\pm$ 0.1, $\\beta$0 $\\neq$ 1'],
  ['naïve', 'naïve'],
  ['中😀', '{[}U+4E2D{]}{[}U+1F600{]}'],
])('writes %j as %s', (text, wanted) => {
  expect(escapeLatex(text)).toBe(wanted)
})

test('commands may break after their signs', () => {
  expect(codeLatex('a/b --out x_y')).toBe(
    '\\texttt{a/\\allowbreak{}b -\\allowbreak{}-\\allowbreak{}out x\\_y}',
  )
})

test('whatever the text, it is text for a parser that others wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const { content } = latexParser.parse(`\\x{${escapeLatex(text)}}`) as {
        content: { kind: string; name: string; args: unknown[] }[]
      }
      expect(content).toHaveLength(1)
      expect(content[0]).toMatchObject({ kind: 'command', name: 'x' })
      expect(content[0]!.args).toHaveLength(1)
    }),
    { seed: 9 },
  )
})
