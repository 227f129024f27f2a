import { randomStream } from '@deepauc/random'
import { expect, test } from 'vitest'
import { familyTest } from '../src/statistics/family-test.ts'
import { golden } from './golden.ts'

test.each(golden.family)(
  'has the p-values of all sign choices, $pValues',
  ({ members, pValues }) => {
    for (const [i, value] of familyTest(members).entries())
      expect(value).toBeCloseTo(pValues[i]!, 14)
  },
)

const seeds = [0, 1, 2, 3, 4, 5]

test('tells one clear difference of many from luck with six seeds', () => {
  const { normal } = randomStream({ seed: 3, purpose: 'family' })
  const noise = Array.from({ length: 20 }, () => ({ seeds, differences: seeds.map(normal) }))
  const [first, ...others] = familyTest([
    { seeds, differences: [-1, -1.01, -1.02, -0.99, -1, -1] },
    ...noise,
  ])
  expect(first).toBe(1 / 64)
  for (const value of others) expect(value).toBeGreaterThan(0.05)
})

test('makes a false claim in at most 5 of 100 families', () => {
  const { normal } = randomStream({ seed: 4, purpose: 'family' })
  const trials = 400
  let found = 0
  for (let trial = 0; trial < trials; trial++) {
    const ct = seeds.map(normal)
    const family = Array.from({ length: 5 }, () => ({
      seeds,
      differences: ct.map((value) => value - normal()),
    }))
    if (familyTest(family).some((value) => value < 0.05)) found++
  }
  // 3/64 = 0.047 at most, and three standard errors.
  expect(found / trials).toBeLessThan(0.047 + 3 * Math.sqrt((0.047 * 0.953) / trials))
  expect(found).toBeGreaterThan(0)
})

test('corrects by Holm where there are many seeds, and takes what is empty', () => {
  const many = Array.from({ length: 13 }, (_, i) => i)
  const low = { seeds: many, differences: many.map((i) => -1 - i / 100) }
  const high = { seeds: many, differences: many.map((i) => 1 + i / 100) }
  expect(familyTest([low, high])).toEqual([2 / 2 ** 13, 1 - 1 / 2 ** 13])
  expect(familyTest([{ seeds: [], differences: [] }])).toEqual([1])
  expect(familyTest([])).toEqual([])
})
