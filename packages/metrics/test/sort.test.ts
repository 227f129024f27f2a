import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ascendingOrder, sortAscending } from '../src/sort.ts'

const lists = fc.array(
  fc.oneof(
    fc.float({ noNaN: true }),
    fc.double({ noNaN: true }),
    fc.constantFrom(
      0,
      -0,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      -5e-324,
      1e-45,
    ),
  ),
  { maxLength: 600 },
)

test.each([Float32Array, Float64Array])('sorts as the language does: %o', (type) => {
  fc.assert(
    fc.property(lists, (list) => {
      const expected = type.from(list).sort()
      const scores = type.from(list)
      expect(sortAscending(scores)).toBe(scores)
      expect(scores).toEqual(expected)
      const inside = type.from([1, ...list, -1]).subarray(1, list.length + 1)
      expect(sortAscending(inside)).toEqual(expected)
    }),
  )
})

test.each([Float32Array, Float64Array])('finds the stable order: %o', (type) => {
  fc.assert(
    fc.property(lists, (list) => {
      const scores = type.from(list)
      const expected = [...scores.keys()].sort(
        (i, j) =>
          scores[i]! - scores[j]! ||
          Number(Object.is(scores[j]!, -0)) - Number(Object.is(scores[i]!, -0)) ||
          i - j,
      )
      expect([...ascendingOrder(scores)]).toEqual(expected)
    }),
  )
})
