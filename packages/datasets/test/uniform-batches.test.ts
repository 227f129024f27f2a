import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Sampler, uniformBatches } from '../src/index.ts'

const epoch = (sampler: Sampler, index: number) =>
  Array.from({ length: sampler.batchesPerEpoch }, (_, i) => [
    ...sampler.batch(index * sampler.batchesPerEpoch + i),
  ]).flat()

test('shows each row at most once per epoch, in any order of asking', () => {
  const sizes = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 50 }))
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(1000), ([a, b], seed, index) => {
      const [count, batchSize] = [Math.max(a, b), Math.min(a, b)]
      const sampler = uniformBatches(count, { batchSize, seed })
      const rows = epoch(sampler, index)
      expect(rows.length).toBe(count - (count % batchSize))
      expect(new Set(rows).size).toBe(rows.length)
      expect(rows.every((row) => row >= 0 && row < count)).toBe(true)
      sampler.batch(0)
      expect(epoch(sampler, index)).toEqual(rows)
    }),
  )
})

test('leaves every row out equally often', () => {
  const sampler = uniformBatches(5, { batchSize: 2, seed: 3 })
  const counts = Array(5).fill(0)
  for (let index = 0; index < 2000; index++) for (const row of epoch(sampler, index)) counts[row]++
  // 1600 of 2000 each; five standard deviations of the binomial count.
  for (const count of counts) expect(Math.abs(count - 1600)).toBeLessThan(5 * 17.9)
})

test('changes with epoch, seed and purpose', () => {
  const options = { batchSize: 50, seed: 1 }
  const orders = [
    epoch(uniformBatches(50, options), 0),
    epoch(uniformBatches(50, options), 1),
    epoch(uniformBatches(50, { ...options, seed: 2 }), 0),
    epoch(uniformBatches(50, { ...options, purpose: 'inner' }), 0),
  ]
  expect(new Set(orders.map(String)).size).toBe(4)
})

test.each([0, -1, 2.5, 11])('refuses batchSize %d', (batchSize) => {
  expect(() => uniformBatches(10, { batchSize, seed: 0 })).toThrow(
    new RangeError(`batchSize must be an integer from 1 to 10, got ${batchSize}`),
  )
})

test.each([-1, 0.5, Number.NaN])('refuses step %d', (step) => {
  expect(() => uniformBatches(10, { batchSize: 2, seed: 0 }).batch(step)).toThrow(RangeError)
})
