import { expect, test } from 'vitest'
import { averagePrecision, meanOverLabels, rocAuc } from '../src/index.ts'
import { curves } from './curves.ts'

test.each(curves.tables)(
  'equals scikit-learn: $columns labels',
  ({ labels, scores, columns, macro }) => {
    expect(meanOverLabels(labels, scores, columns).mean).toBeCloseTo(macro.rocAuc, 14)
    const { mean } = meanOverLabels(labels, scores, columns, { metric: averagePrecision })
    expect(mean).toBeCloseTo(macro.averagePrecision, 14)
    const typed = meanOverLabels(Uint8Array.from(labels), Float64Array.from(scores), columns)
    expect(typed.mean).toBeCloseTo(macro.rocAuc, 14)
  },
)

test('the values are those of the columns', () => {
  const { labels, scores, columns } = curves.tables[1]!
  const column = (table: number[], c: number) => table.filter((_, i) => i % columns === c)
  const floats = Float32Array.from(scores)
  const { values } = meanOverLabels(labels, floats, columns)
  expect([...values]).toEqual(
    Array.from({ length: columns }, (_, c) => rocAuc(column(labels, c), column([...floats], c))),
  )
})

// The second label has no positive, the fourth no negative.
const rows = [
  [0, 0, 1, 1],
  [1, 0, 0, 1],
  [1, 0, 1, 1],
]
const scores = [
  [1, 1, 3, 1],
  [2, 2, 2, 2],
  [0, 3, 1, 3],
]

test('a label with one class is an error that names it, or left out', () => {
  const call = () => meanOverLabels(rows.flat(), scores.flat(), 4)
  expect(call).toThrow(RangeError)
  expect(call).toThrow('label 1: labels hold no positives')
  expect(meanOverLabels(rows.flat(), scores.flat(), 4, { oneClass: 'skip' })).toEqual({
    mean: 0.5,
    values: Float64Array.of(0.5, Number.NaN, 0.5, Number.NaN),
  })
})

test('to skip means labels with one class, not labels that are wrong, and not all of them', () => {
  const skip = { oneClass: 'skip' } as const
  expect(() => meanOverLabels([0, 2, 1, 2], [1, 2, 3, 4], 2, skip)).toThrow('label 1: ')
  expect(() => meanOverLabels([0, 0, 1, Number.NaN], [1, 2, 3, 4], 2, skip)).toThrow('label 1: ')
  expect(() => meanOverLabels([0, 1, 0, 1], [1, 2, 3, 4], 2, skip)).toThrow('no label')
})

test('errors of the metric that are no RangeErrors pass as they are', () => {
  const metric = () => {
    throw new TypeError('mine')
  }
  expect(() => meanOverLabels([0, 1], [1, 2], 1, { metric })).toThrow(new TypeError('mine'))
})

test('refuses arrays that are no tables of one size', () => {
  expect(() => meanOverLabels([0, 1, 0, 1], [1, 2, 3], 2)).toThrow('4 labels but 3 scores')
  for (const columns of [3, 0, -2, 1.5, Number.NaN])
    expect(() => meanOverLabels([0, 1, 0, 1], [1, 2, 3, 4], columns)).toThrow(`rows of ${columns}`)
})
