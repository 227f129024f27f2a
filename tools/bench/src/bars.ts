/** What was promised of the figures. */
import { isResult, type Result, type Skipped } from './result.ts'

interface Bar {
  readonly label: string
  readonly network: string
  readonly variant: string
  readonly peer: string
  /** Largest ratio of the variant's median to the peer's. */
  readonly limit: number
}

export interface MeasuredBar extends Bar {
  /** Null if one of the two did not run. */
  readonly ratio: number | null
  readonly met: boolean | null
}

const bars: readonly Bar[] = [
  atMost(0.9, 'ours-compiled', 'pytorch-channels-last'),
  atMost(0.8, 'ours-compiled-bf16', 'pytorch-channels-last-bf16'),
  faster(4.5, 'resnet20', 'ours-compiled', 'tfjs-node-stock'),
  faster(2.5, 'resnet20', 'ours-wasm', 'wasm-composed'),
  atMost(1, 'ours-compiled', 'pytorch-compile'),
  atMost(1, 'ours-compiled-bf16', 'pytorch-compile-bf16'),
  ...['densenet121', 'efficientnet-v2-s'].flatMap((network) => [
    atMost(1, 'ours-compiled', 'pytorch-channels-last', network),
    atMost(1, 'ours-compiled-bf16', 'pytorch-channels-last-bf16', network),
  ]),
  faster(5, 'auc-float32', 'ours', 'scikit-learn'),
]

/** The bars of the tables that were measured. */
export function measureBars(rows: readonly (Result | Skipped)[]): MeasuredBar[] {
  const networks = new Set(rows.map(({ network }) => network))
  return bars
    .filter(({ network }) => networks.has(network))
    .map((bar) => {
      const medianOf = (variant: string) =>
        rows.filter(isResult).find((row) => row.network === bar.network && row.variant === variant)
          ?.medianMs ?? Number.NaN
      const ratio = medianOf(bar.variant) / medianOf(bar.peer)
      return Number.isNaN(ratio)
        ? { ...bar, ratio: null, met: null }
        : { ...bar, ratio, met: ratio <= bar.limit }
    })
}

export function barLines(measured: readonly MeasuredBar[]): string[] {
  return measured.map(({ label, ratio, met }) =>
    ratio === null
      ? `not measured      ${label}`
      : `${met ? 'met    ' : 'not met'} (${ratio.toFixed(2)} ×)  ${label}`,
  )
}

function atMost(limit: number, variant: string, peer: string, network = 'resnet20'): Bar {
  const label = `${variant} ≤ ${limit.toFixed(2)} × ${peer}`
  return { label, network, variant, peer, limit }
}

function faster(times: number, network: string, variant: string, peer: string): Bar {
  const label = `${network}: ${variant} ≥ ${times} × faster than ${peer}`
  return { label, network, variant, peer, limit: 1 / times }
}
