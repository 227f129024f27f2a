import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { balancedBatches, DataError } from '../src/index.ts'

/** Every third row is positive. */
const labelsOf = (n: number) => Uint8Array.from({ length: n }, (_, row) => (row % 3 === 0 ? 1 : 0))

describe('balancedBatches', () => {
  test.each([
    [128, 0.2, 25],
    [10, 0.5, 5],
    [4, 0.1, 1],
  ])('a batch of %d at rate %d starts with its %d positives', (batchSize, positiveRate, count) => {
    const labels = labelsOf(300)
    const sampler = balancedBatches(labels, { batchSize, positiveRate, seed: 0 })
    expect(sampler.batchesPerEpoch).toBe(Math.floor(300 / batchSize))
    for (const step of [0, 1, 77, 1e6]) {
      const drawn = [...sampler.batch(step)].map((row) => labels[row])
      expect(drawn).toEqual(Array.from({ length: batchSize }, (_, i) => (i < count ? 1 : 0)))
    }
  })

  test('visits every row of a class equally often, to within one', () => {
    const sizes = fc.tuple(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 2, max: 60 }))
    fc.assert(
      fc.property(
        sizes,
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        fc.nat(40),
        ([a, b], rate, steps) => {
          const labels = labelsOf(Math.max(a, b))
          const options = { batchSize: Math.min(a, b), positiveRate: rate, seed: 5 }
          const sampler = balancedBatches(labels, options)
          const visits = new Map([...labels.keys()].map((row) => [row, 0]))
          for (let step = 0; step <= steps; step++)
            for (const row of sampler.batch(step)) visits.set(row, visits.get(row)! + 1)
          for (const label of [0, 1]) {
            const counts = [...visits].filter(([row]) => labels[row] === label).map(([, n]) => n)
            expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
          }
        },
      ),
    )
  })

  test("an epoch of 'negatives' shows every negative, and again only as many as fill its last batch", () => {
    const sizes = fc.record({
      positives: fc.integer({ min: 1, max: 30 }),
      negatives: fc.integer({ min: 1, max: 60 }),
      batchSize: fc.integer({ min: 2, max: 40 }),
      positiveRate: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
    })
    fc.assert(
      fc.property(sizes, fc.nat(1000), ({ positives, negatives, ...options }, epoch) => {
        fc.pre(options.batchSize <= positives + negatives)
        const labels = new Uint8Array(positives + negatives).fill(1, 0, positives)
        const sampler = balancedBatches(labels, { ...options, seed: 4, epoch: 'negatives' })
        const count = sampler.batchesPerEpoch
        const shown = Array.from({ length: count }, (_, i) => [...sampler.batch(epoch * count + i)])
          .flat()
          .filter((row) => labels[row] === 0)
        const visits = Array<number>(negatives).fill(0)
        for (const row of shown) visits[row - positives]!++
        expect(Math.min(...visits)).toBeGreaterThanOrEqual(1)
        expect(Math.max(...visits)).toBe(Math.ceil(shown.length / negatives))
        expect(shown.length - negatives).toBeLessThan(shown.length / count)
      }),
    )
  })

  test("an epoch of LibAUC's CIFAR-10 at 10 %: 217 batches by rows, 243 to show every negative", () => {
    const labels = Uint8Array.from({ length: 27_777 }, (_, row) => (row < 2777 ? 1 : 0))
    const options = { batchSize: 128, positiveRate: 0.2, seed: 0 }
    expect(balancedBatches(labels, options).batchesPerEpoch).toBe(217)
    expect(balancedBatches(labels, { ...options, epoch: 'negatives' }).batchesPerEpoch).toBe(243)
  })

  test('is a function of the step', () => {
    const make = () => balancedBatches(labelsOf(50), { batchSize: 7, positiveRate: 0.3, seed: 2 })
    const sampler = make()
    const forwards = Array.from({ length: 40 }, (_, step) => sampler.batch(step))
    for (const step of [39, 3, 17, 16, 0]) expect(make().batch(step)).toEqual(forwards[step])
    expect(sampler.batch(12)).toEqual(forwards[12])
  })

  test('a new order begins when one ends', () => {
    const labels = Uint8Array.of(1, 1, 1, 1, 1, 1, 0, 0)
    const sampler = balancedBatches(labels, { batchSize: 8, positiveRate: 0.75, seed: 0 })
    const orders = Array.from({ length: 50 }, (_, step) => sampler.batch(step).slice(0, 6).join())
    expect(new Set(orders).size).toBeGreaterThan(40) // of 720 possible ones
  })

  test('the two batches of a pair are drawn independently', () => {
    const labels = Uint8Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0)
    const options = { batchSize: 2, positiveRate: 0.5, seed: 0 }
    const inner = balancedBatches(labels, { ...options, purpose: 'inner' })
    const outer = balancedBatches(labels, { ...options, purpose: 'outer' })
    const cells = { positive: Array(25).fill(0), negative: Array(25).fill(0) }
    // Steps 5 k begin a new pass through either class, so that they are independent of each other.
    for (let step = 0; step < 25_000; step += 5) {
      const [first, second] = [inner.batch(step), outer.batch(step)]
      cells.positive[first[0]! * 5 + second[0]!]++
      cells.negative[(first[1]! - 5) * 5 + second[1]! - 5]++
    }
    for (const counts of Object.values(cells)) {
      const chiSquare = counts.reduce((sum, count) => sum + (count - 200) ** 2 / 200, 0)
      expect(chiSquare).toBeLessThan(58.6) // 24 degrees of freedom, p = 1e-4
    }
  })

  test.each([
    [{ batchSize: 1 }, /batchSize must be an integer from 2 to 30, got 1/],
    [{ batchSize: 31 }, /batchSize must be an integer from 2 to 30, got 31/],
    [{ positiveRate: 0 }, /positiveRate must be in \(0, 1\)/],
    [{ positiveRate: 1 }, /positiveRate must be in \(0, 1\)/],
  ])('refuses %o', (wrong, problem) => {
    const options = { batchSize: 10, positiveRate: 0.2, seed: 0, ...wrong }
    expect(() => balancedBatches(labelsOf(30), options)).toThrow(RangeError)
    expect(() => balancedBatches(labelsOf(30), options)).toThrow(problem)
  })

  test.each([0, 1])('refuses labels that are all %d', (label) => {
    const options = { batchSize: 2, positiveRate: 0.5, seed: 0 }
    expect(() => balancedBatches(new Uint8Array(9).fill(label), options)).toThrow(DataError)
  })
})
