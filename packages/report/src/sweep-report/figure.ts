/** A figure of a report: panels, each of which is a picture of its own. */
import { type Chart, renderChart } from '../charts/render-chart.ts'

/** One drawing of a figure. */
export interface Panel {
  /** Letters, digits and hyphens; unique in a report. Its file is called so. */
  readonly name: string
  /** Says in words what is drawn. */
  readonly description: string
  readonly svg: string
}

/** A figure of a report: panels with one caption. */
export interface Figure {
  readonly title: string
  /** What to look at, and what has to be known. */
  readonly caption: string
  /** Never empty. Where only one can be shown, it is the first. */
  readonly groups: readonly { readonly title: string; readonly panels: readonly Panel[] }[]
  /** Anchor of the runs that are drawn. */
  readonly runs: string
}

export function panelsOf(charts: readonly Chart[]): readonly Panel[] {
  return charts.map((chart) => ({
    name: chart.name,
    description: chart.description,
    svg: renderChart(chart),
  }))
}
