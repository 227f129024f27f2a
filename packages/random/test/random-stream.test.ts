import { describe, expect, test } from 'vitest'
import { type RandomKey, randomStream } from '../src/index.ts'

const draws = (key: RandomKey, count = 4) => {
  const random = randomStream(key)
  return Array.from({ length: count }, () => random.uniform())
}

describe('randomStream', () => {
  const key: RandomKey = { seed: 1, purpose: 'crop', epoch: 2, step: 3, sample: 4 }

  test('is a function of its key', () => {
    expect(draws(key)).toEqual(draws({ ...key }))
  })

  test.each([
    { seed: 2 },
    { purpose: 'flip' },
    { epoch: 3 },
    { step: 4 },
    { sample: 5 },
    { epoch: 3, step: 2 },
    { seed: 1 + 2 ** 32 },
  ])('changes with %o', (change) => {
    const [a, b] = [draws(key), draws({ ...key, ...change })]
    expect(a.filter((value, i) => value === b[i])).toEqual([])
  })

  test('neighbouring samples are uncorrelated and uniform', () => {
    const n = 20_000
    const first = Array.from({ length: n }, (_, sample) => draws({ ...key, sample }, 1)[0]!)
    const mean = first.reduce((sum, x) => sum + x, 0) / n
    const lag = first.reduce((sum, x, i) => sum + (x - 0.5) * ((first[i - 1] ?? 0.5) - 0.5), 0) / n
    // Five standard errors: 5/√(12 n) for the mean, 5/(12 √n) for the covariance.
    expect(Math.abs(mean - 0.5)).toBeLessThan(5 / Math.sqrt(12 * n))
    expect(Math.abs(lag)).toBeLessThan(5 / (12 * Math.sqrt(n)))
  })

  test('integer covers its range evenly', () => {
    const random = randomStream(key)
    const counts = [0, 0, 0, 0, 0]
    for (let i = 0; i < 10_000; i++) counts[random.integer(5)]!++
    const chiSquare = counts.reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0)
    expect(chiSquare).toBeLessThan(23.5) // 4 degrees of freedom, p = 1e-4
  })

  test('normal has mean 0 and variance 1', () => {
    const random = randomStream(key)
    const values = Array.from({ length: 20_000 }, () => random.normal())
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length
    const variance = values.reduce((sum, x) => sum + x * x, 0) / values.length - mean ** 2
    expect(Math.abs(mean)).toBeLessThan(5 / Math.sqrt(values.length))
    expect(Math.abs(variance - 1)).toBeLessThan(5 * Math.sqrt(2 / values.length))
  })

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses %d as a seed', (seed) => {
    expect(() => randomStream({ seed, purpose: 'x' })).toThrow(RangeError)
  })
})
