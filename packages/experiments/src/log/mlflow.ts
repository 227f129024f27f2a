/** Tells an MLflow server of a run. */
import { courier } from './courier.ts'
import type { MlflowItem } from './mlflow-batches.ts'
import { type MlflowMetric, type MlflowStatus, mlflowClient } from './mlflow-client.ts'
import { mlflowOutbox } from './mlflow-outbox.ts'
import { MlflowError } from './mlflow-request.ts'
import { beginMlflowRun, type MlflowRun, type MlflowRunOptions } from './mlflow-run.ts'
import type { ScalarLogger, ScalarPoint } from './scalar-logger.ts'

/** Options of {@link mlflowLogger}. */
export interface MlflowOptions extends MlflowRunOptions {
  /** E.g. `http://localhost:5000`. */
  readonly trackingUri: string
  /** What the run was begun with, as MLflow shows it. */
  readonly params?: Readonly<Record<string, string | number | boolean>>
  /** Of the run. */
  readonly tags?: Readonly<Record<string, string>>
  /** Called once with the run's id, which a resumed run needs. */
  readonly onRun?: (runId: string) => void
  /** Points are kept together for so long. Default 5. */
  readonly flushSeconds?: number
  /** How long `close` tries to reach the server. Default 60. */
  readonly closeSeconds?: number
  /** How long one request may take. Default 30. */
  readonly requestSeconds?: number
  /** E.g. `{ authorization: 'Bearer …' }`. */
  readonly headers?: Readonly<Record<string, string>>
  /** What requests go through. Default: that of Node. */
  readonly fetch?: typeof globalThis.fetch
}

/** A logger that says when the server did not get everything. */
export interface MlflowLogger extends ScalarLogger {
  /** @throws Error that says what the server did not get, and why */
  close(status?: Exclude<MlflowStatus, 'RUNNING'>): Promise<void>
}

/**
 * Begins or resumes a run. All is sent in the background; while the server is away, points wait in memory. Metrics of a
 * resumed run that the server has, up to the last step of each, are not sent again: the whole log can be replayed.
 *
 * @throws Error from `close`, which says what the server did not get, and why
 */
export function mlflowLogger(options: MlflowOptions): MlflowLogger {
  const { trackingUri, flushSeconds = 5, closeSeconds = 60, requestSeconds = 30 } = options
  const { fetch = globalThis.fetch, headers = {} } = options
  const client = mlflowClient({ trackingUri, fetch, headers, requestSeconds })
  const outbox = mlflowOutbox()
  let run: MlflowRun | undefined
  let end: { status: MlflowStatus; end_time: number } | undefined
  const deliver = async () => {
    if (!run) {
      run = await beginMlflowRun(client, options)
      options.onRun?.(run.id)
    }
    await outbox.send(client, run)
    if (end) await client.updateRun({ run_id: run.id, ...end })
  }
  const delivery = courier(deliver, { seconds: flushSeconds, isTransient })
  for (const item of entriesOf(options)) outbox.add(item)
  delivery.wake()
  return {
    log(point) {
      for (const item of metricsOf(point)) outbox.add({ kind: 'metrics', item })
      delivery.wake()
    },
    async close(status = 'FINISHED') {
      end = { status, end_time: Date.now() }
      const failure = await delivery.finish(closeSeconds).catch((error: unknown) => error)
      const cause = (failure ?? outbox.refusal) as Error | undefined
      if (!cause) return
      const missing = outbox.missing() || "the run's end"
      throw new Error(`MLflow did not get ${missing}: ${cause.message}`, { cause })
    },
  }
}

function isTransient(error: unknown): boolean {
  return error instanceof MlflowError && error.isTransient
}

function metricsOf({ step, time, scalars }: ScalarPoint): MlflowMetric[] {
  const timestamp = Math.round(time)
  return Object.entries(scalars).map(([key, number]) => {
    const value = Number.isFinite(number) ? number : (`${number}` as MlflowMetric['value'])
    return { key, value, timestamp, step }
  })
}

function entriesOf({ params = {}, tags = {} }: MlflowOptions): MlflowItem[] {
  return [
    ...Object.entries(params).map(([key, value]) => ({
      kind: 'params' as const,
      item: { key, value: `${value}` },
    })),
    ...Object.entries(tags).map(([key, value]) => ({
      kind: 'tags' as const,
      item: { key, value },
    })),
  ]
}
