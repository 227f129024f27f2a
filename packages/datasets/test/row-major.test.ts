import { expect, test } from 'vitest'
import { interleavePlanes } from '../src/formats/interleave-planes.ts'
import { rowMajor } from '../src/formats/row-major.ts'

test('the last axis becomes the fastest', () => {
  // [[1, 2, 3], [4, 5, 6]], column by column.
  const columns = Uint8Array.of(1, 4, 2, 5, 3, 6)
  expect(rowMajor(columns, [2, 3], new Uint8Array(6))).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6))
  expect(rowMajor(columns, [6], new Uint8Array(6))).toEqual(columns)
})

test('planes are interleaved row by row or column by column', () => {
  const [red, blue] = [
    [1, 2, 3, 4, 5, 6],
    [11, 12, 13, 14, 15, 16],
  ] as const
  const planes = Uint8Array.of(...red, ...blue)
  const pixels = new Uint8Array(12)
  interleavePlanes(planes, pixels, [2, 3, 2])
  expect([...pixels]).toEqual([1, 11, 2, 12, 3, 13, 4, 14, 5, 15, 6, 16])
  interleavePlanes(planes, pixels, [2, 3, 2], { columnMajor: true })
  expect([...pixels]).toEqual([1, 11, 3, 13, 5, 15, 2, 12, 4, 14, 6, 16])
})
