/** What waits to go to an MLflow server, and what it refused. */
import { firstBatch, type MlflowItem } from './mlflow-batches.ts'
import type { MlflowClient } from './mlflow-client.ts'
import { MlflowError } from './mlflow-request.ts'
import type { MlflowRun } from './mlflow-run.ts'

export interface MlflowOutbox {
  add(item: MlflowItem): void
  /** Sends all there is; what the server refuses is out. @throws MlflowError if the server is away */
  send(client: MlflowClient, run: MlflowRun): Promise<void>
  /** What has not arrived, e.g. `3 metrics, 1 param`; empty if all has. */
  missing(): string
  /** Why the server last refused something. */
  readonly refusal: MlflowError | undefined
}

export function mlflowOutbox(): MlflowOutbox {
  let queue: MlflowItem[] = []
  const refused: MlflowItem[] = []
  let refusal: MlflowError | undefined
  return {
    add: (item) => queue.push(item),
    async send(client, run) {
      queue = queue.filter((item) => isNew(item, run))
      while (queue.length > 0) {
        const batch = firstBatch(queue)
        try {
          await client.logBatch(run.id, requestOf(batch))
        } catch (error) {
          if (!(error instanceof MlflowError) || error.isTransient) throw error
          refused.push(...batch)
          refusal = error
        }
        queue.splice(0, batch.length)
      }
    },
    missing() {
      const left = [...refused, ...queue].map(({ kind }) => kind)
      const counts = (['metrics', 'params', 'tags'] as const).map((kind) => {
        const count = left.filter((other) => other === kind).length
        return count === 0 ? '' : `${count} ${count === 1 ? kind.slice(0, -1) : kind}`
      })
      return counts.filter(Boolean).join(', ')
    },
    get refusal() {
      return refusal
    },
  }
}

/** A resumed run repeats exactly what it did, so that points up to the last known step are known. */
function isNew({ kind, item }: MlflowItem, { lastSteps }: MlflowRun): boolean {
  return kind !== 'metrics' || item.step > (lastSteps.get(item.key) ?? Number.NEGATIVE_INFINITY)
}

function requestOf(batch: readonly MlflowItem[]): Record<string, unknown[]> {
  const [first] = batch
  return first ? { [first.kind]: batch.map(({ item }) => item) } : {}
}
