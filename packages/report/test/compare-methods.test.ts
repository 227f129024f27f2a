import { delongTest } from '@deepauc/metrics'
import { expect, test } from 'vitest'
import { compareMethods } from '../src/comparison/compare-methods.ts'
import { exampleInput, exampleMethod } from './example-run.ts'

const { methods } = exampleInput

test('tests every pair once, the better method first', () => {
  const pairs = compareMethods(methods)
  expect(pairs.map(({ better, worse }) => `${better.method} ${worse.method}`)).toEqual([
    'AUCsc CE',
    'CT CE',
    'CT AUCsc',
  ])
  for (const { better, worse, difference, lower, upper } of pairs) {
    const expected = delongTest(better.test.labels, better.test.scores, worse.test.scores)
    expect(difference).toBeGreaterThan(0)
    expect(difference).toBeCloseTo(expected.difference, 12)
    expect(lower).toBeCloseTo(expected.lower, 12)
    expect(upper).toBeCloseTo(expected.upper, 12)
  }
})

test('corrects p as Holm does: the largest of the products up to its rank, at most 1', () => {
  const four = [...methods, exampleMethod('CE again', 0.12, 0.236068)]
  const raw = four.flatMap((a, i) =>
    four.slice(i + 1).map((b) => delongTest(a.test.labels, a.test.scores, b.test.scores).pValue),
  )
  const expected = raw.map((p) => {
    const products = raw
      .filter((other) => other <= p)
      .map((other) => other * raw.filter((another) => another >= other).length)
    return Math.min(1, Math.max(...products))
  })
  const corrected = compareMethods(four).map(({ pValue }) => pValue)
  expect(corrected).toHaveLength(6)
  for (const [i, p] of corrected.entries()) expect(p).toBeCloseTo(expected[i]!, 12)
  expect(corrected).not.toEqual(raw)
})

test('refuses methods that were tested on different labels', () => {
  const other = exampleMethod('other', 0.5)
  const labels = Array.from(other.test.labels, (label) => 1 - label)
  expect(() =>
    compareMethods([methods[0]!, { ...other, test: { ...other.test, labels } }]),
  ).toThrow(new RangeError('CE and other were not tested on the same labels'))
})
