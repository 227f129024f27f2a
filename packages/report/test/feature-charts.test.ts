import { randomStream } from '@deepauc/random'
import { beforeAll, describe, expect, test } from 'vitest'
import { type FeatureFigure, featureCharts } from '../src/features/feature-charts.ts'
import { knnPurity } from '../src/features/knn-purity.ts'
import { silhouette } from '../src/features/silhouette.ts'
import { trustworthiness } from '../src/features/trustworthiness.ts'
import { dataColours, light } from '../src/palette.ts'
import { renderChart } from '../src/render-chart.ts'
import { elements } from './markup.ts'

const [n, d, positives] = [60, 60, 20]
const labels = Array.from({ length: n }, (_, i) => Number(i % (n / positives) === 0))

/** Noise, with the positives `distance` away. */
function featuresOf(method: string, distance: number) {
  const { normal } = randomStream({ seed: 0, purpose: method })
  const features = labels.flatMap((label) =>
    Array.from({ length: d }, (_, k) => normal() + (k === 0 ? distance * label : 0)),
  )
  return { method, features, shape: [n, d] as const, labels }
}

const sets = [featuresOf('CE', 2), featuresOf('<CT>', 20)]
let figure: FeatureFigure
beforeAll(async () => {
  figure = await featureCharts(sets)
})

/** The one path of all symbols in `colour`, in which every symbol starts with an M. */
function symbols(svg: string, colour: string): { count: number; arcs: boolean } {
  const paths = elements(svg).filter(
    ({ attributes }) => attributes.fill === colour && !attributes.transform,
  )
  const marks = paths.map(({ attributes }) => attributes.d!).filter((d) => /[AZ]/.test(d))
  return { count: marks.join('').split('M').length - 1, arcs: marks.join('').includes('A') }
}

test('marks every image, negatives as circles and positives as triangles', () => {
  for (const [i, chart] of figure.charts.entries()) {
    const svg = renderChart(chart)
    expect(symbols(svg, light.shade)).toEqual({ count: n - positives, arcs: true })
    expect(symbols(svg, dataColours[i]!)).toEqual({ count: positives, arcs: false })
    expect(svg).not.toMatch(/NaN|undefined/)
  }
})

test('describes each panel, names it after its method and says its numbers', () => {
  const [first, second] = figure.charts.map(renderChart)
  expect(figure.charts.map(({ name }) => name)).toEqual(['features-1', 'features-2'])
  expect(elements(first!)[0]!.attributes['aria-label']).toBe(
    't-SNE of the features of training images under CE, positives against negatives',
  )
  expect(second).toContain('&lt;CT&gt;')
  const [{ features, shape }] = sets as [(typeof sets)[number]]
  const numbers = [knnPurity(features, shape, labels), silhouette(features, shape, labels)]
  expect(first).toContain(
    `purity ${numbers[0]!.toFixed(3)}, silhouette ${numbers[1]!.toFixed(3).replace('-', '−')}`,
  )
})

test('has the same scale in both directions, in a square without numbers', () => {
  for (const chart of figure.charts) {
    const { xAxis, yAxis, series } = chart
    expect([yAxis.min, yAxis.max]).toEqual([xAxis.min, xAxis.max])
    const coordinates = series.flatMap(({ data }) => (data as number[][]).flat())
    expect(Math.max(...coordinates.map(Math.abs))).toBeLessThan(xAxis.max!)
    const svg = renderChart(chart)
    const { d } = elements(svg).find(
      ({ attributes }) => attributes.stroke === light.rule,
    )!.attributes
    const [x, y, width, , , height] = d!.match(/-?[\d.]+/g)!.map(Number) as [number, ...number[]]
    // Borders lie on whole pixels.
    expect(Math.abs(height! - width!)).toBeLessThanOrEqual(1)
    expect([x, y]).toEqual([1, 54])
    expect(elements(svg).filter(({ name }) => name === 'text')).toHaveLength(4)
  }
})

test('the caption has subset, settings and all numbers', () => {
  const { features, shape } = sets[1]!
  const trusted = trustworthiness(features, shape, figure.measured[1]!.embedding.points)
  expect(figure.caption).toContain(
    't-SNE (perplexity 19.7, after PCA to 50 dimensions) of the features of the same 60 training images, 20 of them positive',
  )
  expect(figure.caption).toContain('its 10 nearest others')
  expect(figure.caption).toContain(
    `<CT>: purity 1.000, silhouette ${silhouette(features, shape, labels).toFixed(3)}, trustworthiness ${trusted.toFixed(3)}.`,
  )
  expect(figure.caption.match(/CE: purity 0\.\d{3}, silhouette −?0\.\d{3}/)).not.toBeNull()
})

describe('what is known already', () => {
  test('is taken as it is', async () => {
    const embedding = { points: Float64Array.from({ length: 2 * n }, (_, i) => i), perplexity: 7 }
    const shares: number[] = []
    const known = { ...sets[0]!, purity: 0.25, silhouette: -0.5, embedding }
    const { charts, caption } = await featureCharts([known], {
      name: 'cifar10',
      k: 3,
      onProgress: (share) => shares.push(share),
    })
    expect(charts[0]).toMatchObject({
      name: 'cifar10-1',
      xAxis: { title: 'purity 0.250, silhouette −0.500' },
    })
    const [ct] = (await featureCharts([{ ...known, method: 'CT' }], { k: 3 })).charts
    expect(ct!.series[1]!.color).toBe(dataColours[5])
    expect(charts[0]!.series[1]!.color).toBe(dataColours[0])
    expect(charts[0]!.series[1]!.data).toContainEqual([2 * 57, 2 * 57 + 1])
    expect(caption).toContain('perplexity 7,')
    expect(shares).toEqual([])
  })

  test('gives the same figure again', async () => {
    expect(await featureCharts(figure.measured)).toEqual(figure)
  })
})

test('tells how far all methods together are', async () => {
  const shares: number[] = []
  await featureCharts(sets, { onProgress: (share) => shares.push(share) })
  expect(shares).toHaveLength(2000)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect([shares[999], shares[1999]]).toEqual([0.5, 1])
})

test('refuses no methods, and methods on different images', async () => {
  await expect(featureCharts([])).rejects.toThrow('there are no features to draw')
  const others = { ...sets[1]!, labels: labels.toReversed() }
  await expect(featureCharts([sets[0]!, others])).rejects.toThrow(
    'CE and <CT> have features of other images',
  )
})
