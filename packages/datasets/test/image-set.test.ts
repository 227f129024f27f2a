import { expect, test } from 'vitest'
import { type BinaryImageSet, gatherImages, type ImageSet, subset } from '../src/index.ts'

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

test.each([Uint8Array, Int32Array])(
  'a subset of a set with many classes shows its rows, %o',
  (Labels) => {
    const all: ImageSet = {
      images: set.images,
      shape: [4, 1, 2, 1],
      labels: Labels.of(7, 200, 3, 7),
    }
    const chosen = subset(all, Int32Array.of(3, 1))
    expect(chosen.labels).toEqual(Labels.of(7, 200))
    expect(gatherImages(chosen, Int32Array.of(1))).toEqual(Uint8Array.of(10, 11))
    expect(subset(chosen, Int32Array.of(1)).indices).toEqual(Int32Array.of(1))
  },
)

test('gathers copies of images', () => {
  expect(gatherImages(set, Int32Array.of(1, 0))).toEqual(Uint8Array.of(10, 11, 30, 31))
})

test.each([-1, 3])('names stray row %d', (row) => {
  const rows = Int32Array.of(0, row)
  expect(() => subset(set, rows)).toThrow(new RangeError(`row ${row} is not in a set of 3 rows`))
  expect(() => gatherImages(set, rows)).toThrow(RangeError)
})
