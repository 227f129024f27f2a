import { expect, test } from 'vitest'
import { selectRows } from '../src/loader/loadable-rows.ts'

const images = Uint8Array.of(10, 20, 30)
const set = { images, shape: [3, 1, 1, 1] as const, indices: Int32Array.of(2, 0, 1) }

test('rows keep all their labels and their images', () => {
  const labels = [0, 1, Number.NaN, 3, 4, 5]
  expect(selectRows({ ...set, labels }, Int32Array.of(2, 1, 2))).toEqual({
    images,
    shape: [3, 1, 1, 1],
    labels: Float32Array.of(4, 5, Number.NaN, 3, 4, 5),
    indices: Int32Array.of(1, 0, 1),
  })
})

test('rows of rows', () => {
  const once = selectRows({ ...set, labels: [7, 8, 9] }, Int32Array.of(2, 0))
  const twice = selectRows(once, Int32Array.of(1))
  expect([[...twice.labels], [...twice.indices], twice.shape]).toEqual([[7], [2], [1, 1, 1, 1]])
})

test('refuses a row that there is not', () => {
  const call = () => selectRows({ ...set, labels: [7, 8, 9] }, Int32Array.of(3))
  expect(call).toThrow(new RangeError('row 3 is not in a set of 3 rows'))
})
