import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { delongInterval, delongTest } from '../src/index.ts'
import { minimalStandard, normals } from './minimal-standard.ts'
import { r } from './r.ts'
import { columns, type Sample, samples } from './samples.ts'

/** ψ of every pair, a row for each positive: 1, ½ or 0 (DeLong et al. 1988, equation 2). */
function pairs(list: readonly Sample[], score: (sample: Sample) => number): number[][] {
  const group = (label: number) => list.filter((sample) => sample.label === label).map(score)
  return group(1).map((x) => group(0).map((y) => (x > y ? 1 : x === y ? 0.5 : 0)))
}

/** Sum of the sample variances of row means and column means, each divided by their number. */
function varianceByDefinition(table: readonly number[][]): number {
  const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length
  const part = (values: number[]) =>
    values.reduce((sum, value) => sum + (value - mean(values)) ** 2, 0) /
    (values.length - 1) /
    values.length
  return part(table.map(mean)) + part(table[0]!.map((_, j) => mean(table.map((row) => row[j]!))))
}

test('equals the definition over all pairs, of one model and of two', () => {
  fc.assert(
    fc.property(samples(2), (list) => {
      const { labels, scores, weights } = columns(list)
      const a = pairs(list, (sample) => sample.score)
      const b = pairs(list, (sample) => sample.weight)
      const difference = a.map((row, i) => row.map((value, j) => value - b[i]![j]!))
      const one = delongInterval(labels, scores).standardError
      const two = delongTest(labels, scores, weights).standardError
      expect(one ** 2).toBeCloseTo(varianceByDefinition(a), 14)
      expect(two ** 2).toBeCloseTo(varianceByDefinition(difference), 14)
    }),
    { numRuns: 300 },
  )
})

describe.each(r.cases)("equals Obuchowski's program: $name", ({ labels, clusters, ...known }) => {
  test('interval', () => {
    const { auc, lower, upper, standardError } = delongInterval(labels, known.scoresA, { clusters })
    const { clustered } = known
    expect(auc).toBeCloseTo(clustered.auc, 14)
    expect(standardError ** 2).toBeCloseTo(clustered.variance, 15)
    // Its interval is not cut at 0 and 1, and its standard error is of the variance rounded to 15 digits.
    expect(lower).toBeCloseTo(Math.max(0, clustered.lower), 12)
    expect(upper).toBeCloseTo(Math.min(1, clustered.upper), 12)
  })

  test('paired test', () => {
    const { clusteredTest } = known
    const result = delongTest(labels, known.scoresA, known.scoresB, { clusters })
    const sign = Math.sign(result.difference)
    expect(Math.abs(result.difference)).toBeCloseTo(clusteredTest.difference, 14)
    expect(result.standardError ** 2).toBeCloseTo(clusteredTest.variance, 15)
    expect(result.pValue).toBeCloseTo(clusteredTest.pValue, 11)
    expect(sign > 0 ? result.lower : -result.upper).toBeCloseTo(clusteredTest.lower, 12)
    expect(sign > 0 ? result.upper : -result.lower).toBeCloseTo(clusteredTest.upper, 12)
  })
})

test('clusters of one sample are no clusters, and their names do not matter', () => {
  fc.assert(
    fc.property(samples(2), fc.integer({ min: 3, max: 8 }), (list, count) => {
      const { labels, scores } = columns(list)
      const own = delongInterval(labels, scores, { clusters: labels.map((_, i) => -i) })
      expect(own.standardError).toBeCloseTo(delongInterval(labels, scores).standardError, 14)
      // The first two of each class in clusters of their own, so that there are enough.
      const clusters = labels.map((label, i) => {
        const rank = labels.slice(0, i).filter((other) => other === label).length
        return rank < 2 ? rank : i % count
      })
      const named = clusters.map((cluster) => `patient ${(cluster * 7) % 11}`)
      expect(delongInterval(labels, scores, { clusters: named })).toEqual(
        delongInterval(labels, scores, { clusters }),
      )
    }),
  )
})

test('every sample twice, as clusters of two, is as sure as every sample once', () => {
  fc.assert(
    fc.property(samples(2), (list) => {
      const once = columns(list)
      const twice = columns([...list, ...list])
      const clusters = twice.labels.map((_, i) => i % list.length)
      const { auc, standardError } = delongInterval(once.labels, once.scores)
      const clustered = delongInterval(twice.labels, twice.scores, { clusters })
      expect(clustered.auc).toBeCloseTo(auc, 14)
      expect(clustered.standardError).toBeCloseTo(standardError, 13)
    }),
  )
})

test('95 % intervals of clustered data hold the true AUC in 95 % of trials, those without clusters do not', () => {
  const [trials, patients, images] = [2000, 80, 5]
  const clusters = Array.from({ length: patients * images }, (_, i) => Math.floor(i / images))
  // Three quarters of the patients have one class only, the others two positives and three negatives.
  const labels = clusters.map((patient, i) =>
    Number(patient % 4 === 0 ? i % images < 2 : patient % 4 === 1),
  )
  const truth = expectedAuc(labels, clusters)
  const normal = normals(minimalStandard(7))
  const hits = { clustered: 0, independent: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const effects = Array.from({ length: patients }, normal)
    const scores = labels.map((label, i) => label + effects[clusters[i]!]! + normal())
    const holds = ({ lower, upper }: { lower: number; upper: number }) =>
      Number(lower <= truth && truth <= upper)
    hits.clustered += holds(delongInterval(labels, scores, { clusters }))
    hits.independent += holds(delongInterval(labels, scores))
  }
  // Binomial standard error 0.005; three of them, and a normal interval from 40 clusters loses up to 0.01.
  expect(hits.clustered / trials).toBeGreaterThan(0.925)
  expect(hits.clustered / trials).toBeLessThan(0.965)
  expect(hits.independent / trials).toBeLessThan(0.85)
})

/** The mean of the AUC where positives score 1 more, samples vary with variance 1 and patients with another 1. */
function expectedAuc(labels: readonly number[], clusters: readonly number[]): number {
  // Φ(1/√2) within a patient, Φ(1/√4) between patients.
  const [within, between] = [0.7602499389065233, 0.6914624612740131]
  let sum = 0
  let count = 0
  labels.forEach((positive, i) => {
    labels.forEach((negative, j) => {
      if (positive !== 1 || negative !== 0) return
      sum += clusters[i] === clusters[j] ? within : between
      count++
    })
  })
  return sum / count
}

describe('refuses', () => {
  const labels = [0, 0, 1, 1]
  const scores = [1, 2, 3, 4]
  test.each([
    ['too few clusters', '4 labels but 3 clusters', [1, 2, 3]],
    ['a cluster that is NaN', 'index 2', [1, 2, Number.NaN, 3]],
    ['positives in one cluster', 'two samples of each class', ['a', 'b', 'c', 'c']],
    ['negatives in one cluster', 'two samples of each class', ['a', 'a', 'b', 'c']],
  ])('%s', (_, message, clusters) => {
    for (const call of [
      () => delongInterval(labels, scores, { clusters }),
      () => delongTest(labels, scores, scores, { clusters }),
    ]) {
      expect(call).toThrow(RangeError)
      expect(call).toThrow(message)
    }
  })
})
