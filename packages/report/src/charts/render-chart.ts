/** One panel as SVG: an echarts chart with plain axes, rendered without a browser. */
import { type EChartsOption, init, type LineSeriesOption, type ScatterSeriesOption } from 'echarts'
import { escapeHtml } from '../html.ts'
import { light } from './palette.ts'

/** What differs between the panels. */
export interface Chart {
  /** Letters, digits and hyphens; unique on a page, because the identifiers inside the SVG start with it. */
  readonly name: string
  /** Says in words what is drawn, for those who cannot see it. */
  readonly description: string
  readonly title: string
  /** In a line of its own below the title. */
  readonly subtitle?: string
  readonly width: number
  readonly height: number
  readonly xAxis: ChartAxis
  readonly yAxis: ChartAxis
  readonly series: readonly (LineSeriesOption | ScatterSeriesOption)[]
  /** Texts of the first series, in their order; shown under the title. */
  readonly legend: readonly string[]
  /** A frame in place of lines and ticks, where coordinates have no meaning; it fills the width. */
  readonly framed?: boolean
}

/** A value axis; bounds are rounded to ticks where they are left out. */
interface ChartAxis {
  readonly title?: string
  readonly min?: number
  readonly max?: number
  /** Distance of ticks; chosen where it is left out. */
  readonly interval?: number
  readonly format?: (value: number) => string
}

const font = { fontFamily: 'Helvetica, Arial, sans-serif', fontSize: 12, color: light.muted }

/** SVG text, equal for equal input. Colours are those of `palette.ts`, for a page to restyle. */
export function renderChart(chart: Chart): string {
  const { width, height } = chart
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    instance.setOption(chartOption(chart))
    return clean(instance.renderToSVGString(), chart)
  } finally {
    instance.dispose()
  }
}

function chartOption(chart: Chart): EChartsOption {
  const { width, xAxis, yAxis, series, legend, framed } = chart
  const top = chart.subtitle === undefined ? 24 : 24 + subtitleHeight
  const markers = series.some((one) => 'showSymbol' in one && one.showSymbol)
  const points = series.some(({ type }) => type === 'scatter')
  return {
    animation: false,
    backgroundColor: light.paper,
    textStyle: font,
    title: titleOption(chart),
    legend: { ...legendOption(legend, points ? [9, 9] : [28, markers ? 7 : 0]), top },
    grid: {
      left: 44,
      right: 20,
      top: 2 + top + 28 * legendRows(legend, width),
      bottom: 44,
      ...(framed && frame),
    },
    xAxis: { ...axisOption(xAxis), splitLine: { show: false }, ...(framed && bare) },
    yAxis: {
      ...axisOption(yAxis),
      axisLine: { show: false },
      axisTick: { show: false },
      ...(framed && bare),
    },
    series: series.map((one, i) => ({ animation: false, silent: true, ...one, name: String(i) })),
  }
}

/** Pixels. */
const subtitleHeight = 18

function titleOption({ title, subtitle }: Chart) {
  return {
    text: title,
    ...(subtitle !== undefined && { subtext: subtitle, subtextStyle: font, itemGap: 5 }),
    left: 0,
    top: 0,
    padding: 0,
    textStyle: { ...font, fontSize: 13, fontWeight: 'bold' as const, color: light.ink },
  }
}

const frame = { show: true, left: 1, right: 1, borderColor: light.rule, borderWidth: 1 }

const bare = {
  axisLine: { show: false },
  axisTick: { show: false },
  axisLabel: { show: false },
  splitLine: { show: false },
}

function axisOption({ title, min, max, interval, format }: ChartAxis) {
  const given = Object.entries({ min, max, interval }).filter(([, value]) => value !== undefined)
  return {
    ...Object.fromEntries(given),
    type: 'value' as const,
    scale: true,
    splitNumber: 4,
    name: title ?? '',
    nameLocation: 'middle' as const,
    nameGap: 28,
    nameTextStyle: font,
    axisLabel: { ...font, hideOverlap: true, ...(format ? { formatter: format } : {}) },
    axisLine: { show: true, onZero: false, lineStyle: { color: light.muted, width: 1 } },
    axisTick: { show: true, length: 4, lineStyle: { color: light.muted } },
    splitLine: { show: true, lineStyle: { color: light.rule, width: 1 } },
  }
}

function legendOption(texts: readonly string[], [itemWidth, itemHeight]: [number, number]) {
  return {
    left: 0,
    padding: 0,
    itemGap: 16,
    itemWidth,
    itemHeight,
    textStyle: { ...font, color: light.ink },
    data: texts.map((_, i) => String(i)),
    formatter: (name: string) => texts[Number(name)] ?? '',
  }
}

/** Rows that the legend takes: 7 pixels a letter is a little more than Helvetica needs at 12. */
function legendRows(texts: readonly string[], width: number): number {
  let [rows, used] = [1, 0]
  for (const text of texts) {
    const item = 28 + 5 + 7 * text.length
    if (used > 0 && used + item > width) [rows, used] = [rows + 1, 0]
    used += item + 16
  }
  return rows
}

/** Without hover styles, which CDATA would break inside HTML, and without numbers that count up in a process. */
function clean(svg: string, { name, description, width, height }: Chart): string {
  const open = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escapeHtml(description)}">`
  return svg
    .replace(/^<svg[^>]*>/, () => open)
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(/(id="|url\(#)zr\d+-/g, `$1${name}-`)
    .replace(/\n+/g, '\n')
}
