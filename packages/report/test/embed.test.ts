import { describe, expect, test } from 'vitest'
import { embed } from '../src/features/embed.ts'
import { flat, type GoldenEmbedding, goldenFeatures } from './golden-features.ts'

const { iris, digits } = goldenFeatures.embeddings
const perplexity = 30

/** Squared distances between rows. */
function squares(rows: readonly number[][]): number[][] {
  return rows.map((a) => rows.map((b) => a.reduce((sum, x, k) => sum + (x - b[k]!) ** 2, 0)))
}

/** Joint probabilities (van der Maaten and Hinton, 2008, equations 1 and 2), with every bandwidth found by bisection. */
function affinities(features: readonly number[][]): number[][] {
  const n = features.length
  const conditional = squares(features).map((row, i) => {
    const least = Math.min(...row.filter((_, j) => j !== i))
    let [low, high, shares] = [-60, 60, [] as number[]]
    for (let step = 0; step < 60; step++) {
      const beta = Math.exp((low + high) / 2)
      const weights = row.map((square, j) => (j === i ? 0 : Math.exp(-beta * (square - least))))
      const total = weights.reduce((a, b) => a + b)
      shares = weights.map((weight) => weight / total)
      const entropy = -shares.reduce((sum, p) => sum + (p > 0 ? p * Math.log(p) : 0), 0)
      if (entropy > Math.log(perplexity)) low = Math.log(beta)
      else high = Math.log(beta)
    }
    return shares
  })
  return conditional.map((row, i) => row.map((p, j) => (p + conditional[j]![i]!) / (2 * n)))
}

/** What t-SNE minimises (equations 4 and 5). */
function divergence(joint: readonly number[][], points: readonly number[][]): number {
  const kernel = squares(points).map((row, i) => row.map((d, j) => (i === j ? 0 : 1 / (1 + d))))
  const total = kernel.flat().reduce((a, b) => a + b)
  const terms = joint.flatMap((row, i) =>
    row.map((p, j) => (p > 0 ? p * Math.log((p * total) / kernel[i]![j]!) : 0)),
  )
  return terms.reduce((a, b) => a + b)
}

/** Share of rows whose class the 10 nearest others name; the lower class at equal votes. */
function accuracy(points: readonly number[][], labels: readonly number[]): number {
  const right = squares(points).filter((row, i) => {
    const others = [...row.keys()].filter((j) => j !== i).sort((a, b) => row[a]! - row[b]!)
    const votes = new Array<number>(Math.max(...labels) + 1).fill(0)
    for (const j of others.slice(0, 10)) votes[labels[j]!]!++
    return votes.indexOf(Math.max(...votes)) === labels[i]
  })
  return right.length / points.length
}

/** Of five. */
function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[2]!
}

function pairs(points: Float64Array): number[][] {
  return Array.from({ length: points.length / 2 }, (_, i) => [...points.subarray(2 * i, 2 * i + 2)])
}

describe.each([
  ['iris', iris],
  ['digits', digits],
])('%s', (_, golden: GoldenEmbedding) => {
  const joint = affinities(golden.features)

  test('the yardsticks give openTSNE the marks of scikit-learn', () => {
    // scikit-learn's affinities are float32, and its bandwidths meet the perplexity to 1e-5.
    const own = divergence(joint, golden.points)
    expect(Math.abs(own / golden.divergences[0]! - 1)).toBeLessThan(1e-4)
    expect(accuracy(golden.points, golden.labels)).toBeCloseTo(golden.accuracies[0]!, 12)
  })

  // Either program finds one of many minima, whichever its noise leads to.
  test('is as good as openTSNE, median of five: divergence within 2 %, accuracy within 1 point', async () => {
    const embeddings: number[][][] = []
    for (let seed = 0; seed < 5; seed++) {
      const { points } = await embed(...flat(golden.features), { perplexity, seed })
      embeddings.push(pairs(points))
    }
    const divergences = embeddings.map((points) => divergence(joint, points))
    const accuracies = embeddings.map((points) => accuracy(points, golden.labels))
    expect(median(divergences) / median(golden.divergences)).toBeLessThan(1.02)
    expect(median(accuracies)).toBeGreaterThan(median(golden.accuracies) - 0.01)
  })
})

const few = flat(digits.features.slice(0, 40))

test('is the same bytes for the same seed, and a little different for another', async () => {
  const [first, second, other] = await Promise.all([
    embed(...few, { seed: 1 }),
    embed(...few, { seed: 1 }),
    embed(...few, { seed: 2 }),
  ])
  expect(Buffer.from(first.points.buffer)).toEqual(Buffer.from(second.points.buffer))
  expect(first.points).not.toEqual(other.points)
  expect(first.perplexity).toBe(13)
})

test('does not depend on the scale of the features', async () => {
  const [features, shape] = few
  const joint = affinities(digits.features.slice(0, 40))
  const usual = divergence(joint, pairs((await embed(features, shape)).points))
  for (const scale of [1e-9, 1e9]) {
    const { points } = await embed(
      features.map((value) => scale * value),
      shape,
    )
    expect(divergence(joint, pairs(points)) / usual).toBeCloseTo(1, 1)
  }
})

test.each([
  ['all the same', new Float32Array(60), [20, 3]],
  ['on a line', Float32Array.from({ length: 20 }, (_, i) => i), [20, 1]],
  ['of two kinds', Float32Array.from({ length: 60 }, (_, i) => Math.floor(i / 30)), [20, 3]],
  [
    'more dimensions than rows',
    Float32Array.from({ length: 400 }, (_, i) => Math.sin(i * i)),
    [4, 100],
  ],
] as const)('is finite where rows are %s', async (_, features, shape) => {
  const { points } = await embed(features, shape)
  expect(points).toHaveLength(2 * shape[0])
  expect(points.every(Number.isFinite)).toBe(true)
})

test('tells how far it is, and stops between iterations', async () => {
  const shares: number[] = []
  await embed(...few, { onProgress: (share) => shares.push(share) })
  expect(shares).toHaveLength(1000)
  expect(shares.at(-1)).toBe(1)
  const controller = new AbortController()
  const heard: number[] = []
  const stopped = embed(...few, {
    signal: controller.signal,
    onProgress: (share) => {
      heard.push(share)
      // Only if other tasks get a turn can this stop it.
      if (heard.length === 1) setImmediate(() => controller.abort(new Error('enough')))
    },
  })
  await expect(stopped).rejects.toThrow('enough')
  expect(heard.length).toBeLessThan(10)
})

test('refuses too few rows and perplexities that do not suit them', async () => {
  await expect(embed([1, 2, 3], [3, 1])).rejects.toThrow('t-SNE needs at least 4 rows, got 3')
  const [features, shape] = few
  for (const wrong of [0.5, 13.5, Number.NaN])
    await expect(embed(features, shape, { perplexity: wrong })).rejects.toThrow(
      `a perplexity of ${wrong} does not suit 40 rows: take 1 to 13`,
    )
  await expect(embed([1, 2, Number.POSITIVE_INFINITY, 4], [4, 1])).rejects.toThrow(
    'row 2 is Infinity',
  )
})
