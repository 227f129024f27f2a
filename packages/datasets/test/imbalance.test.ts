import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binarizeHalves, DataError, imbalance, numpyPermutation, subset } from '../src/index.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as {
  imbalances: { seed: number; imratio: number; labels: number[]; rows: number[] }[]
  halves: {
    classes: number
    n: number
    imratio: number
    seed: number
    positives: number
    sha256: string
  }[]
}

/** Labels of `n` images of ten classes in turn, the upper five positive. */
const tenClasses = (n: number) => Uint8Array.from({ length: n }, (_, i) => (i % 10 > 4 ? 1 : 0))

const labelsOf = (positives: number, negatives: number) =>
  Uint8Array.from({ length: positives + negatives }, (_, i) => (i < positives ? 1 : 0))

describe('imbalance', () => {
  test.each(golden.imbalances)('equals LibAUC at imratio $imratio, seed $seed', (known) => {
    expect([...imbalance(known.labels, known)]).toEqual(known.rows)
  })

  test.each(golden.halves)(
    'with the class halves equals LibAUC: $n images of $classes classes at imratio $imratio',
    ({ classes, n, positives, sha256, ...options }) => {
      const labels = numpyPermutation(n, 0).map((at) => at % classes)
      const all = binarizeHalves({ images: new Uint8Array(n), shape: [n, 1, 1, 1], labels })
      const set = subset(all, imbalance(all.labels, options))
      expect(set.labels.reduce((sum, label) => sum + label, 0)).toBe(positives)
      const hash = createHash('sha256').update(new Uint8Array(set.indices.buffer))
      expect(hash.update(set.labels).digest('hex')).toBe(sha256)
    },
  )

  test('equals the known rows of 40 images', () => {
    const rows = imbalance(tenClasses(40), { imratio: 0.1, seed: 0 })
    expect([...rows].join(' ')).toBe('25 33 31 12 20 15 32 0 13 30 23 11 4 2 21 14 34 3 10 22 24 1')
  })

  test('equals the known rows of 50,000 images', () => {
    const labels = tenClasses(50_000)
    const rows = imbalance(labels, { imratio: 0.1, seed: 0 })
    expect(rows.length).toBe(27_777)
    expect(rows.filter((row) => labels[row] === 1).length).toBe(2777)
    expect([...rows.subarray(0, 8)]).toEqual([
      35277, 47922, 17233, 42253, 11402, 42960, 6475, 46584,
    ])
    expect(rows.reduce((sum, row, at) => sum + row * (at + 1), 0)).toBe(9_669_024_178_268)
  })

  test.each([
    [25_000, 0.01, 252],
    [25_000, 0.1, 2777],
    [25_000, 0.3, 10_714],
    [22_500, 0.01, 227],
    [22_500, 0.1, 2500],
    [22_500, 0.3, 9642],
    [2500, 0.01, 25],
    [2500, 0.1, 277],
    [2500, 0.3, 1071],
    [131_072, 0.01, 1323],
  ])('%d negatives at %d leave %d positives', (negatives, imratio, positives) => {
    const rows = imbalance(labelsOf(negatives, negatives), { imratio, seed: 0 })
    expect(rows.length).toBe(negatives + positives)
  })

  test.each([0, -0.1, 0.51, 1, Number.NaN])('refuses imratio %d', (imratio) => {
    const options = { imratio, seed: 0 }
    expect(() => imbalance(tenClasses(40), options)).toThrow(/imratio must be in \(0, 0\.5\]/)
  })

  test('names the highest imratio that can be reached', () => {
    expect(() => imbalance(labelsOf(100, 900), { imratio: 0.3, seed: 0 })).toThrow(
      'asks for 385 positives beside 900 negatives, but there are only 100; the highest imratio that can be reached is 0.1',
    )
  })

  test('the limits that its messages name can be reached', () => {
    const nearest = (labels: Uint8Array, imratio: number) => {
      try {
        imbalance(labels, { imratio, seed: 0 })
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError)
        return Number(/ is ([\d.e-]+)$/.exec((error as Error).message)?.[1])
      }
      throw new Error(`imratio ${imratio} was accepted`)
    }
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), fc.integer({ min: 2, max: 400 }), (p, more) => {
        const n = p + more
        const labels = labelsOf(p, n)
        for (const [imratio, left] of [
          [0.5 - 1e-12, p],
          [1e-9, 1],
        ] as const) {
          const rows = imbalance(labels, { imratio: nearest(labels, imratio), seed: 0 })
          expect(rows.length).toBe(n + left)
        }
      }),
    )
  })

  test.each([
    [[0, 0], DataError],
    [[1, 1], DataError],
    [[0, 1, 2], RangeError],
  ])('refuses labels %j', (labels, type) => {
    expect(() => imbalance(labels, { imratio: 0.5, seed: 0 })).toThrow(type)
  })
})
