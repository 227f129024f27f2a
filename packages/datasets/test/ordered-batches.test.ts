import { expect, test } from 'vitest'
import { orderedBatches } from '../src/index.ts'

test('walks through all rows in order, the last batch being shorter', () => {
  const sampler = orderedBatches(5, { batchSize: 2 })
  expect(sampler.batchesPerEpoch).toBe(3)
  const batches = [0, 1, 2, 3].map((step) => [...sampler.batch(step)])
  expect(batches).toEqual([[0, 1], [2, 3], [4], [0, 1]])
})

test('takes a batch larger than the data', () => {
  expect([...orderedBatches(3, { batchSize: 500 }).batch(0)]).toEqual([0, 1, 2])
})

test.each([0, 1.5])('refuses batchSize %d', (batchSize) => {
  expect(() => orderedBatches(5, { batchSize })).toThrow(RangeError)
})
