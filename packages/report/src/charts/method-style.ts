/** How the line of a method looks: colour, dash and marker differ together, so that no one of them is needed. */
import type { LineSeriesOption } from 'echarts'
import { dataColours } from './palette.ts'

const dashes = ['solid', [7, 3], [2, 2], [7, 2, 2, 2]] as const
const symbols = ['circle', 'rect', 'triangle', 'diamond'] as const

/** Style of the method at `index`, the same in every figure. */
export function methodStyle(index: number): LineSeriesOption {
  const colour = methodColour(index)
  const dash = dashes[index % dashes.length] ?? 'solid'
  return {
    type: 'line',
    color: colour,
    lineStyle: { width: 1.5, type: typeof dash === 'string' ? dash : [...dash], color: colour },
    symbol: symbols[index % symbols.length] ?? 'circle',
    symbolSize: 5,
  }
}

/** Data colour of the method at `index`; the seventh looks like the first, with another dash. */
export function methodColour(index: number): string {
  return dataColours[index % dataColours.length] as string
}
