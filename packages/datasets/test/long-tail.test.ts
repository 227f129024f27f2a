import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DataError, longTail } from '../src/index.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as {
  longTails: { seed: number; imratio: number; labels: number[]; rows: number[] }[]
  longTailSizes: { name: string; classes: number; n: number; factor: number; sizes: number[] }[]
}

/** `each` rows of every class, in turn. */
const inTurn = (classes: number, each: number) =>
  Uint8Array.from({ length: classes * each }, (_, i) => i % classes)

function sizes(labels: Uint8Array, rows: Int32Array): number[] {
  const counts = new Array<number>(Math.max(...labels) + 1).fill(0)
  for (const row of rows) counts[labels[row]!]!++
  return counts
}

describe('longTail', () => {
  test.each(golden.longTails)(
    'equals the LDAM authors at imratio $imratio, seed $seed',
    ({ labels, rows, ...options }) => {
      expect([...longTail(labels, options)]).toEqual(rows)
    },
  )

  test.each(golden.longTailSizes)(
    "has the authors' sizes: $name, factor $factor",
    ({ classes, n, factor, sizes: known }) => {
      const labels = inTurn(classes, n / classes)
      const rows = longTail(labels, { imratio: 1 / factor, seed: 0 })
      expect(sizes(labels, rows)).toEqual(known)
      expect(new Set(rows).size).toBe(rows.length)
    },
  )

  test.each([
    // As printed in data.ipynb of Cui et al., github.com/richardaecn/class-balanced-loss.
    [10, 5000, 50, [5000, 3237, 2096, 1357, 878, 568, 368, 238, 154, 100]],
    [10, 5000, 100, [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]],
    [10, 500, 100, [500, 299, 179, 107, 64, 38, 23, 13, 8, 5]],
  ])(
    'has the published sizes: %d classes of %d rows, factor %d',
    (classes, each, factor, known) => {
      const labels = inTurn(classes, each)
      expect(sizes(labels, longTail(labels, { imratio: 1 / factor, seed: 0 }))).toEqual(known)
    },
  )

  test.each([
    [10, 5000, { 10: 20_431, 50: 13_996, 100: 12_406, 200: 11_203 }],
    [100, 500, { 10: 19_573, 50: 12_608, 100: 10_847, 200: 9502 }],
  ])('has the published totals: %d classes', (classes, each, totals) => {
    const labels = inTurn(classes, each)
    for (const [factor, total] of Object.entries(totals))
      expect(longTail(labels, { imratio: 1 / Number(factor), seed: 0 })).toHaveLength(total)
  })

  test('another seed keeps other rows', () => {
    const rows = (seed: number) => longTail(inTurn(10, 100), { imratio: 0.1, seed })
    expect(rows(1)).toHaveLength(rows(0).length)
    expect(rows(1)).not.toEqual(rows(0))
  })

  test.each([0, -0.1, 1.01, Number.NaN])('refuses imratio %d', (imratio) => {
    const call = () => longTail(inTurn(3, 10), { imratio, seed: 0 })
    expect(call).toThrow(new RangeError(`imratio must be in (0, 1], got ${imratio}`))
  })

  test('refuses a single class', () => {
    expect(() => longTail([2, 2, 2], { imratio: 0.5, seed: 0 })).toThrow(DataError)
  })

  test('names the class with too few rows', () => {
    const labels = [0, 0, 0, 5, 5, 5, 5, 5, 5, 9, 9, 9]
    expect(() => longTail(labels, { imratio: 1, seed: 0 })).toThrow(
      new RangeError('imratio 1 asks for 4 rows of class 0, which has only 3'),
    )
    expect(() => longTail(inTurn(3, 10), { imratio: 0.01, seed: 0 })).toThrow(
      new RangeError('imratio 0.01 leaves no row of class 2'),
    )
  })
})
