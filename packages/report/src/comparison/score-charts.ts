/** Histograms of test scores: how far positives and negatives lie apart. */
import type { LineSeriesOption } from 'echarts'
import { methodColour } from '../charts/method-style.ts'
import { light } from '../charts/palette.ts'
import type { Chart } from '../charts/render-chart.ts'
import { formatShare } from '../number-format.ts'
import type { MethodResult } from './run-result.ts'

const binCount = 40

/** One panel per method, all with the same bins and axes. */
export function scoreCharts(methods: readonly MethodResult[]): readonly Chart[] {
  const edges = binEdges(methods)
  const histograms = methods.map(({ test }) => ({
    negatives: histogram(test, edges, 0),
    positives: histogram(test, edges, 1),
  }))
  const highest = Math.max(...histograms.flatMap((h) => [...h.negatives, ...h.positives]))
  return methods.map(({ method }, index) => {
    const { negatives = [], positives = [] } = histograms[index] ?? {}
    return {
      name: `scores-${index + 1}`,
      description: `Histogram of the test scores of ${method}, positives against negatives`,
      title: `${method}, share of class`,
      width: 280,
      height: 240,
      xAxis: { title: 'score' },
      yAxis: {
        min: 0,
        max: Math.ceil(10 * highest) / 10,
        format: (share) => formatShare(share, 0),
      },
      series: [
        outline(edges, negatives, light.shade),
        outline(edges, positives, methodColour(index)),
      ],
      legend: ['negatives', 'positives'],
    }
  })
}

/** Bins of equal width, from the least finite score of all methods to the greatest. */
function binEdges(methods: readonly MethodResult[]): readonly number[] {
  let [least, greatest] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const score of methods.flatMap(({ test }) => Array.from(test.scores))) {
    if (!Number.isFinite(score)) continue
    least = Math.min(least, score)
    greatest = Math.max(greatest, score)
  }
  // Equal scores stand in the middle of a unit interval.
  if (least === greatest) [least, greatest] = [least - 0.5, least + 0.5]
  if (least > greatest) [least, greatest] = [0, 1]
  const width = (greatest - least) / binCount
  return Array.from({ length: binCount + 1 }, (_, i) => least + width * i)
}

/** Share of the scores with this label that fall into each bin; the outer bins take what lies beyond. */
function histogram(
  { labels, scores }: MethodResult['test'],
  edges: readonly number[],
  label: 0 | 1,
): readonly number[] {
  const [least, greatest] = [edges[0] as number, edges[binCount] as number]
  const own = Array.from(scores).filter((_, i) => labels[i] === label)
  const counts = new Array<number>(binCount).fill(0)
  for (const score of own) {
    const bin = Math.floor(((score - least) / (greatest - least)) * binCount)
    const inside = Math.max(0, Math.min(bin, binCount - 1))
    counts[inside] = (counts[inside] as number) + 1
  }
  return counts.map((count) => count / own.length)
}

/** A histogram as one filled line, from the left foot of the first bin to the right foot of the last. */
function outline(
  edges: readonly number[],
  shares: readonly number[],
  colour: string,
): LineSeriesOption {
  const sides = shares.flatMap((share, i) => [
    [edges[i] as number, share],
    [edges[i + 1] as number, share],
  ])
  return {
    type: 'line',
    color: colour,
    lineStyle: { width: 1, color: colour },
    areaStyle: { color: colour, opacity: 0.3 },
    symbol: 'none',
    data: [[edges[0] as number, 0], ...sides, [edges[binCount] as number, 0]],
  }
}
