/** Splits what goes to MLflow into requests that it takes. */
import type { MlflowBatch } from './mlflow-client.ts'

type Kind = keyof MlflowBatch
type ItemOf<K extends Kind> = NonNullable<MlflowBatch[K]>[number]

/** A metric, param or tag that waits. */
export type MlflowItem = { [K in Kind]: { readonly kind: K; readonly item: ItemOf<K> } }[Kind]

// https://mlflow.org/docs/latest/api_reference/rest-api.html, at "Log Batch".
const limits: Readonly<Record<Kind, number>> = { metrics: 1000, params: 100, tags: 100 }
const MAX_REQUEST_BYTES = 1_000_000
/** The run's id, and the names and brackets around the items. */
const ENVELOPE_BYTES = 1000

/** The longest beginning of `queue` that is one request: of one kind, and at least one item. */
export function firstBatch(queue: readonly MlflowItem[]): MlflowItem[] {
  const kind = queue[0]?.kind ?? 'metrics'
  const candidates = queue.slice(0, limits[kind])
  let bytes = ENVELOPE_BYTES
  const end = candidates.findIndex((candidate, i) => {
    bytes += Buffer.byteLength(JSON.stringify(candidate.item)) + 1
    return candidate.kind !== kind || (i > 0 && bytes > MAX_REQUEST_BYTES)
  })
  return end === -1 ? candidates : candidates.slice(0, end)
}
