import { expect, test } from 'vitest'
import { type BinaryImageSet, gatherImages, subset } from '../src/index.ts'

const set: BinaryImageSet = {
  images: Uint8Array.of(0, 1, 10, 11, 20, 21, 30, 31),
  shape: [3, 1, 2, 1],
  labels: Uint8Array.of(0, 1, 0),
  indices: Int32Array.of(3, 1, 0),
}

test('a subset addresses the same images', () => {
  const chosen = subset(set, Int32Array.of(2, 0, 2))
  expect(chosen).toEqual({
    images: set.images,
    shape: [3, 1, 2, 1],
    labels: Uint8Array.of(0, 0, 0),
    indices: Int32Array.of(0, 3, 0),
  })
  expect(chosen.images).toBe(set.images)
})

test('gathers copies of images', () => {
  expect(gatherImages(set, Int32Array.of(1, 0))).toEqual(Uint8Array.of(10, 11, 30, 31))
})

test.each([-1, 3])('names stray row %d', (row) => {
  const rows = Int32Array.of(0, row)
  expect(() => subset(set, rows)).toThrow(new RangeError(`row ${row} is not in a set of 3 rows`))
  expect(() => gatherImages(set, rows)).toThrow(RangeError)
})
