import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { numpyPermutation } from '../src/index.ts'

const golden = JSON.parse(
  readFileSync(new URL('golden/datasets.json', import.meta.url), 'utf8'),
) as { permutations: { seed: number; order: number[] }[] }

test.each(golden.permutations)('equals NumPy with seed $seed', ({ seed, order }) => {
  expect([...numpyPermutation(order.length, seed)]).toEqual(order)
})

test.each([
  [0, 10, [2, 8, 4, 9, 1, 6, 7, 3, 0, 5]],
  [123, 10, [4, 0, 7, 5, 8, 3, 1, 6, 9, 2]],
  [0, 5000, [398, 3833, 4836, 4572, 636]],
  [0, 10_000, [9394, 898, 2398, 5906, 2343, 8225]],
  [0, 50_000, [11841, 19602, 45519, 25747, 42642, 31902]],
])('seed %d, length %d starts as known', (seed, length, start) => {
  expect([...numpyPermutation(length, seed).subarray(0, start.length)]).toEqual(start)
})

test('seed 0, length 50,000 ends as known', () => {
  const end = numpyPermutation(50_000, 0).subarray(-4)
  expect([...end]).toEqual([45891, 42613, 43567, 2732])
})

test.each([-1, 0.5, 2 ** 32, Number.NaN])('refuses seed %d', (seed) => {
  expect(() => numpyPermutation(3, seed)).toThrow(RangeError)
})
