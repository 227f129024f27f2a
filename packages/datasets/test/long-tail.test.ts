import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DataError, longTail } from '../src/index.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as { longTails: { seed: number; imratio: number; labels: number[]; rows: number[] }[] }

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

  test.each([
    ['CIFAR-10', 5000, 0.01, [5000, 2997, 1796, 1077, 645, 387, 232, 139, 83, 50]],
    ['CIFAR-10', 5000, 0.1, [5000, 3871, 2997, 2320, 1796, 1391, 1077, 834, 645, 500]],
    ['STL-10', 500, 0.01, [500, 299, 179, 107, 64, 38, 23, 13, 8, 5]],
    ['STL-10', 500, 0.1, [500, 387, 299, 232, 179, 139, 107, 83, 64, 50]],
  ])('has the known sizes: %s, %d rows a class, imratio %d', (_, each, imratio, known) => {
    const labels = inTurn(10, each)
    expect(sizes(labels, longTail(labels, { imratio, seed: 0 }))).toEqual(known)
  })

  test.each([
    [0.01, 10_847, 5],
    [0.1, 19_573, 50],
  ])('has the known sizes: CIFAR-100 at imratio %d', (imratio, total, smallest) => {
    const labels = inTurn(100, 500)
    const rows = longTail(labels, { imratio, seed: 0 })
    const counts = sizes(labels, rows)
    expect([rows.length, counts[0], counts[99]]).toEqual([total, 500, smallest])
    expect(new Set(rows).size).toBe(total)
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
