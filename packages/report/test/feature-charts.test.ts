import { randomStream } from '@deepauc/random'
import { beforeAll, expect, test } from 'vitest'
import { dataColours, light } from '../src/charts/palette.ts'
import { renderChart } from '../src/charts/render-chart.ts'
import { embed } from '../src/features/embed.ts'
import { type FeatureFigure, featureCharts } from '../src/features/feature-charts.ts'
import { knnPurity } from '../src/features/knn-purity.ts'
import type { MeasuredFeatures } from '../src/features/measured-features.ts'
import { silhouette } from '../src/features/silhouette.ts'
import { trustworthiness } from '../src/features/trustworthiness.ts'
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

async function measure({ method, features, shape }: ReturnType<typeof featuresOf>) {
  const embedding = await embed(features, shape)
  return {
    ...{ method, shape, labels, embedding },
    purity: knnPurity(features, shape, labels),
    silhouette: silhouette(features, shape, labels),
    trustworthiness: trustworthiness(features, shape, embedding.points),
  }
}

const sets = [featuresOf('CE', 2), featuresOf('<CT>', 20)]
let measured: MeasuredFeatures[]
let figure: FeatureFigure
beforeAll(async () => {
  measured = await Promise.all(sets.map(measure))
  figure = featureCharts(measured)
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
  const trusted = trustworthiness(features, shape, measured[1]!.embedding.points)
  expect(figure.caption).toContain(
    't-SNE (perplexity 19.7, after PCA to 50 dimensions) of the features of the same 60 training images, 20 of them positive',
  )
  expect(figure.caption).toContain(
    'under the network of each method in evaluation mode, with the weights of its last step.',
  )
  expect(featureCharts(measured, { weights: 'best' }).caption).toContain(
    'with the weights of its step of the highest validation AUC.',
  )
  expect(figure.caption).toContain('its 10 nearest others')
  expect(figure.caption).toContain(
    `<CT>: purity 1.000, silhouette ${silhouette(features, shape, labels).toFixed(3)}, trustworthiness ${trusted.toFixed(3)}.`,
  )
  expect(figure.caption.match(/CE: purity 0\.\d{3}, silhouette −?0\.\d{3}/)).not.toBeNull()
})

test('draws the points that it is given, in the colour of the method', () => {
  const embedding = { points: Float64Array.from({ length: 2 * n }, (_, i) => i), perplexity: 7 }
  const given = { ...measured[0]!, purity: 0.25, silhouette: -0.5, embedding }
  const { charts, caption } = featureCharts([given], { name: 'cifar10', k: 3 })
  expect(charts[0]).toMatchObject({
    name: 'cifar10-1',
    xAxis: { title: 'purity 0.250, silhouette −0.500' },
  })
  expect(caption).toContain('perplexity 7,')
  expect(caption).toContain('its 3 nearest others')
  expect(charts[0]!.series[1]!.data).toContainEqual([2 * 57, 2 * 57 + 1])
  const [ct] = featureCharts([{ ...given, method: 'CT' }], { k: 3 }).charts
  expect(ct!.series[1]!.color).toBe(dataColours[5])
  expect(charts[0]!.series[1]!.color).toBe(dataColours[0])
})

test('refuses no methods, and methods on different images', () => {
  expect(() => featureCharts([])).toThrow('there are no features to draw')
  const others = { ...measured[1]!, labels: labels.toReversed() }
  expect(() => featureCharts([measured[0]!, others])).toThrow(
    'CE and <CT> have features of other images',
  )
})
