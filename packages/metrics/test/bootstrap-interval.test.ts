import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  averagePrecision,
  type BootstrapInterval,
  bootstrapDifference,
  bootstrapInterval,
  delongInterval,
  rocAuc,
} from '../src/index.ts'
import { readGolden } from './golden.ts'
import { minimalStandard, normals } from './minimal-standard.ts'
import { columns, samples } from './samples.ts'

interface Known {
  readonly resamples: number
  readonly seed: number
  readonly estimate: number
  readonly intervals: {
    method: 'bca' | 'percentile'
    level: number
    lower: number
    upper: number
    standardError: number
  }[]
}

const golden: {
  cases: ({ name: string } & Record<'labels' | 'scoresA' | 'scoresB', number[]> &
    Record<'rocAuc' | 'averagePrecision' | 'difference', Known>)[]
} = readGolden('bootstrap.json')

function compare(
  { seed, resamples, estimate, intervals }: Known,
  compute: (
    random: () => number,
    options: { level: number; resamples: number; method: 'bca' | 'percentile' },
  ) => BootstrapInterval,
) {
  for (const { method, level, ...known } of intervals) {
    const interval = compute(minimalStandard(seed), { level, resamples, method })
    expect(interval.estimate).toBeCloseTo(estimate, 14)
    expect(interval.lower).toBeCloseTo(known.lower, 12)
    expect(interval.upper).toBeCloseTo(known.upper, 12)
    expect(interval.standardError).toBeCloseTo(known.standardError, 13)
  }
}

describe.each(golden.cases)('equals scipy on the same resamples: $name', (known) => {
  const { labels, scoresA, scoresB } = known

  test('AUC', () => {
    compare(known.rocAuc, (random, options) => bootstrapInterval(labels, scoresA, random, options))
  })

  test('AUC without the shortcut of its leave-one-out values', () => {
    const statistic = (...data: Parameters<typeof rocAuc>) => rocAuc(...data)
    compare(known.rocAuc, (random, options) =>
      bootstrapInterval(labels, scoresA, random, { ...options, statistic }),
    )
  })

  test('average precision', () => {
    const statistic = averagePrecision
    compare(known.averagePrecision, (random, options) =>
      bootstrapInterval(labels, scoresA, random, { ...options, statistic }),
    )
  })

  test('difference of two AUCs', () => {
    compare(known.difference, (random, options) =>
      bootstrapDifference(labels, scoresA, scoresB, random, options),
    )
  })
})

test('every resample holds each class as often as the data, and no sample of another class', () => {
  fc.assert(
    fc.property(samples(2), fc.integer({ min: 1, max: 1e9 }), (list, seed) => {
      const { labels, scores } = columns(list)
      const positives = labels.filter((label) => label === 1).length
      const tied = (label: number, score: number) =>
        list.some((sample) => sample.label === label && sample.score === score)
      const statistic = (drawn: ArrayLike<number>, drawnScores: ArrayLike<number>) => {
        expect(drawn.length).toBe(labels.length)
        expect(Array.from(drawn).filter((label) => label === 1).length).toBe(positives)
        for (let i = 0; i < drawn.length; i++) expect(tied(drawn[i]!, drawnScores[i]!)).toBe(true)
        return 0
      }
      const options = { statistic, resamples: 3, method: 'percentile' } as const
      bootstrapInterval(labels, scores, minimalStandard(seed), options)
    }),
  )
})

test('the same random numbers give the same interval, others another', () => {
  const { labels, scoresA } = golden.cases[0]!
  const interval = (seed: number) => bootstrapInterval(labels, scoresA, minimalStandard(seed))
  expect(interval(5)).toEqual(interval(5))
  expect(interval(6)).not.toEqual(interval(5))
})

test('by default 2,000 resamples, BCa, 0.95', () => {
  const { labels, scoresA } = golden.cases[0]!
  const options = { level: 0.95, resamples: 2000, method: 'bca', statistic: rocAuc } as const
  expect(bootstrapInterval(labels, scoresA, minimalStandard(1))).toEqual(
    bootstrapInterval(labels, scoresA, minimalStandard(1), options),
  )
})

test('many samples: close to the interval of DeLong', () => {
  const normal = normals(minimalStandard(3))
  const labels = Uint8Array.from({ length: 4000 }, (_, i) => Number(i % 5 === 0))
  const scores = Float32Array.from(labels, (label) => label + normal())
  const delong = delongInterval(labels, scores)
  for (const method of ['bca', 'percentile'] as const) {
    const interval = bootstrapInterval(labels, scores, minimalStandard(4), { method })
    // 2,000 resamples: bounds vary by 6 % of a standard error, which itself is known to 2 %.
    expect(Math.abs(interval.lower - delong.lower)).toBeLessThan(0.25 * delong.standardError)
    expect(Math.abs(interval.upper - delong.upper)).toBeLessThan(0.25 * delong.standardError)
    expect(interval.standardError / delong.standardError).toBeCloseTo(1, 1)
  }
})

test('a perfect order has an interval of one point', () => {
  const point = { estimate: 1, lower: 1, upper: 1, standardError: 0 }
  for (const method of ['bca', 'percentile'] as const)
    expect(bootstrapInterval([0, 0, 1, 1], [1, 2, 3, 4], minimalStandard(1), { method })).toEqual(
      point,
    )
})

test('a model against itself: no difference', () => {
  const { labels, scoresA } = golden.cases[0]!
  expect(bootstrapDifference(labels, scoresA, scoresA, minimalStandard(1))).toEqual({
    estimate: 0,
    lower: 0,
    upper: 0,
    standardError: 0,
  })
})

test('values that differ in their last digit count as equal', () => {
  const { labels, scoresA } = golden.cases[0]!
  const auc = rocAuc(labels, scoresA)
  // About half of the resamples are on a par with the estimate.
  const interval = (noise: number) => {
    let calls = 0
    const statistic = (...data: Parameters<typeof rocAuc>) =>
      Math.min(rocAuc(...data), auc) + (calls++ % 3) * noise
    return bootstrapInterval(labels, scoresA, minimalStandard(1), { statistic })
  }
  const exact = interval(0)
  const { lower, upper } = interval(2 ** -52)
  expect(lower).toBeCloseTo(exact.lower, 12)
  expect(upper).toBeCloseTo(exact.upper, 12)
})

test('past the pole of its formula, a bound is the outermost resample', () => {
  // One sample of 40 carries nearly all of the sum: an acceleration of 0.16, whose pole is 6.2 standard errors away.
  const labels = [0, 0, ...Array(40).fill(1)]
  const scores = [0, 0, 1e6, ...Array(39).fill(1)]
  const statistic = (_: ArrayLike<number>, drawn: ArrayLike<number>) =>
    Array.from(drawn).reduce((sum, score) => sum + score, 0)
  const level = 1 - 1e-12
  const { upper } = bootstrapInterval(labels, scores, minimalStandard(1), { statistic, level })
  const largest: number[] = []
  bootstrapInterval(labels, scores, minimalStandard(1), {
    method: 'percentile',
    statistic: (...data) => largest[largest.push(statistic(...data)) - 1]!,
  })
  expect(upper).toBe(Math.max(...largest))
})

describe('refuses', () => {
  const [labels, scores, random] = [[0, 0, 1, 1], [1, 3, 2, 4], minimalStandard(1)] as const
  test.each([
    ['a class of one sample', 'two samples', () => bootstrapInterval([0, 1, 1], [1, 2, 3], random)],
    ['a missing class', 'no negatives', () => bootstrapInterval([1, 1], [1, 2], random)],
    ['a level of 1', 'level', () => bootstrapInterval(labels, scores, random, { level: 1 })],
    [
      'one resample',
      'resamples must be',
      () => bootstrapInterval(labels, scores, random, { resamples: 1 }),
    ],
    [
      'half a resample',
      'resamples must be',
      () => bootstrapInterval(labels, scores, random, { resamples: 2.5 }),
    ],
    ['random numbers of 1', '[0, 1)', () => bootstrapInterval(labels, scores, () => 1)],
    ['negative random numbers', '[0, 1)', () => bootstrapInterval(labels, scores, () => -0.1)],
    [
      'random numbers that are NaN',
      '[0, 1)',
      () => bootstrapInterval(labels, scores, () => Number.NaN),
    ],
    [
      'a statistic that is NaN',
      'statistic is NaN',
      () => bootstrapInterval(labels, scores, random, { statistic: () => Number.NaN }),
    ],
    [
      'BCa with all resamples on one side',
      'one side',
      () => {
        let calls = 0
        return bootstrapInterval(labels, scores, random, { statistic: () => calls++ })
      },
    ],
    [
      'scores of B that do not fit',
      '3 scores',
      () => bootstrapDifference(labels, scores, [1, 2, 3], random),
    ],
  ])('%s', (_, message, call) => {
    expect(call).toThrow(RangeError)
    expect(call).toThrow(message)
  })
})
