/** Figures 1 and 3 of the paper: where the networks of several methods place the same images. */
import type { ScatterSeriesOption } from 'echarts'
import { methodColour } from '../charts/method-style.ts'
import { light } from '../charts/palette.ts'
import type { Chart } from '../charts/render-chart.ts'
import { methods } from '../sweep/methods.ts'
import { type FeatureWeights, featureCaption, formatScore } from './feature-caption.ts'
import type { NeighbourOptions } from './knn-purity.ts'
import type { Drawn, MeasuredFeatures } from './measured-features.ts'

/** Options of {@link featureCharts}. */
export interface FeatureChartOptions extends NeighbourOptions {
  /** What the panels' names begin with, where a page has several figures of this kind; default `'features'`. */
  readonly name?: string
  /** Which weights the features were measured with, for the caption; default `'last'`. */
  readonly weights?: FeatureWeights
}

/** A figure of the features of several methods. */
export interface FeatureFigure {
  /** A panel per method, named `features-1`, `features-2`, …; squares of the same size. */
  readonly charts: readonly Chart[]
  /** Which images, how they were embedded, and the numbers of every method. */
  readonly caption: string
}

/**
 * Panels with the positive images as triangles over the negative ones as circles. The axes of t-SNE have no meaning, so they
 * have no ticks; both directions of a panel have the same scale. The methods of the paper have the colours of its other figures.
 *
 * @param measured with the same `k`
 * @throws RangeError if there is no method, or the images of two methods differ
 */
export function featureCharts(
  measured: readonly MeasuredFeatures[],
  { name = 'features', k = 10, weights = 'last' }: FeatureChartOptions = {},
): FeatureFigure {
  checkSameImages(measured)
  const charts = measured.map((set, i) => panel(set, i, name))
  return { charts, caption: featureCaption(measured, { k, weights }) }
}

function checkSameImages(sets: readonly MeasuredFeatures[]): void {
  const [first] = sets
  if (!first) throw new RangeError('there are no features to draw')
  const other = sets.find(
    ({ labels }) =>
      labels.length !== first.labels.length ||
      Array.from(labels).some((label, row) => label !== first.labels[row]),
  )
  if (other)
    throw new RangeError(`${first.method} and ${other.method} have features of other images`)
}

function panel(set: MeasuredFeatures, index: number, name: string): Chart {
  const { method, labels, embedding } = set
  const known = (methods as readonly string[]).indexOf(method)
  const colour = methodColour(known < 0 ? index : known)
  const reach = 1.05 * Math.max(...Array.from(embedding.points, Math.abs))
  const range = { min: -reach, max: reach }
  return {
    name: `${name}-${index + 1}`,
    description: `t-SNE of the features of training images under ${method}, positives against negatives`,
    title: method,
    framed: true,
    width: 280,
    height: 376,
    xAxis: {
      ...range,
      title: `purity ${formatScore(set.purity)}, silhouette ${formatScore(set.silhouette)}`,
    },
    yAxis: range,
    series: [
      scatter(embedding, labels, 0, { symbol: 'circle', symbolSize: 4, color: light.shade }),
      scatter(embedding, labels, 1, { symbol: 'triangle', symbolSize: 5, color: colour }),
    ],
    legend: ['negative', 'positive'],
  }
}

function scatter(
  { points }: Drawn,
  labels: ArrayLike<number>,
  label: 0 | 1,
  style: ScatterSeriesOption,
): ScatterSeriesOption {
  const rows = Array.from(labels).flatMap((own, row) => (own === label ? [row] : []))
  return {
    ...style,
    type: 'scatter',
    // One path for all symbols: a third of the bytes.
    large: true,
    largeThreshold: 0,
    data: rows.map((row) => [points[2 * row] as number, points[2 * row + 1] as number]),
  }
}
