/** What a real MLflow server keeps of what the logger sends, read back by MLflow's own client. */
import assert from 'node:assert/strict'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ScalarPoint } from '../../packages/experiments/src/log/scalar-logger.ts'
import type { MlflowSetting } from './mlflow-setting.ts'

/** What they say, and what it takes; they run in this order. */
export const mlflowChecks: readonly (readonly [
  name: string,
  check: (setting: MlflowSetting) => Promise<void>,
])[] = [
  ['MLflow reads a run', readsRun],
  ['MLflow reads numbers that are not finite', readsNonFinite],
  ['MLflow reads 2,500 points, 250 params and 101 tags', readsMany],
  ['MLflow makes one experiment for two runs that begin together', sharesExperiment],
  ['MLflow has all but what it refuses, which is reported', reportsRefusal],
  ['MLflow has a resumed run without a gap or a repetition', resumes],
  ['MLflow has everything after its server was killed and came back', outlivesServer],
  ['MLflow has everything of a run that ended while it was away', outlivesRun],
]

async function readsRun({ begin, read }: MlflowSetting): Promise<void> {
  const params = { learningRate: 0.1, augment: true, note: 'größe "😀"' }
  const tags = { seed: '7', 'data.set': 'CIFAR10' }
  const { logger, id } = begin({ runName: 'CT, seed 7', params, tags })
  const points = range(0, 40).map((step) => point(step))
  for (const each of points) logger.log(each)
  await logger.close('FAILED')
  const run = await read(await id)
  assert.equal(run.name, 'CT, seed 7')
  assert.equal(run.experiment, 'deepauc')
  assert.equal(run.status, 'FAILED')
  assert.equal(run.hasEnded, true)
  assert.deepEqual(run.params, { learningRate: '0.1', augment: 'true', note: 'größe "😀"' })
  assert.deepEqual(run.tags, tags)
  assert.deepEqual(run.metrics, columns(points))
}

async function readsNonFinite({ begin, read }: MlflowSetting): Promise<void> {
  const { logger, id } = begin()
  const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-320, -1e300]
  const points = values.map((loss, step) => point(step, { 'train/loss': loss }))
  for (const each of points) logger.log(each)
  await logger.close('KILLED')
  const run = await read(await id)
  assert.equal(run.status, 'KILLED')
  // Its SQL store has no infinity.
  const kept = [Number.NaN, Number.MAX_VALUE, -Number.MAX_VALUE, 1e-320, -1e300]
  assert.deepEqual(
    run.metrics,
    columns(kept.map((loss, step) => point(step, { 'train/loss': loss }))),
  )
}

async function readsMany({ begin, read }: MlflowSetting): Promise<void> {
  const entries = (count: number) =>
    Object.fromEntries(range(0, count).map((i) => [`entry${i}`, `${i}`.repeat(2000)]))
  const { logger, id } = begin({ params: entries(250), tags: entries(101) })
  const points = range(0, 2500).map((step) => point(step, { 'train/loss': Math.sin(step) }))
  for (const each of points) logger.log(each)
  await logger.close()
  const run = await read(await id)
  // 6,000 characters at most: "100" 2,000 times.
  assert.deepEqual(run.params, entries(250))
  assert.deepEqual(run.tags, entries(101))
  assert.equal(run.status, 'FINISHED')
  assert.deepEqual(run.metrics, columns(points))
}

async function sharesExperiment({ begin, read }: MlflowSetting): Promise<void> {
  const runs = [1, 2].map(() => begin({ experiment: 'made twice' }))
  await Promise.all(runs.map(({ logger }) => logger.close()))
  for (const { id } of runs) assert.equal((await read(await id)).experiment, 'made twice')
}

async function reportsRefusal({ begin, read }: MlflowSetting): Promise<void> {
  const { logger, id } = begin({ params: { 'learning rate?': 0.1 }, tags: { seed: '7' } })
  logger.log(point(0))
  await assert.rejects(logger.close(), /did not get 1 param: .* INVALID_PARAMETER_VALUE /)
  const run = await read(await id)
  assert.deepEqual([run.params, run.tags], [{}, { seed: '7' }])
  assert.deepEqual(run.metrics, columns([point(0)]))
}

async function resumes({ begin, read }: MlflowSetting): Promise<void> {
  const params = { seed: 1 }
  const killed = begin({ params })
  for (const step of range(0, 10)) killed.logger.log(point(step))
  const runId = await killed.id
  await until(async () => (await read(runId)).metrics['train/loss']?.length === 10)
  assert.equal((await read(runId)).status, 'RUNNING')
  const resumed = begin({ runId, params })
  // Again from the log's beginning, at another time; steps 7 to 9 were overtaken.
  for (const step of range(0, 15)) resumed.logger.log({ ...point(step), time: 1_800_000_000_000 })
  await resumed.logger.close()
  const run = await read(runId)
  const points = range(0, 15).map((step) =>
    step < 10 ? point(step) : { ...point(step), time: 1_800_000_000_000 },
  )
  assert.deepEqual(run.metrics, columns(points))
  assert.equal(run.status, 'FINISHED')
}

async function outlivesServer({ begin, read, kill, restart }: MlflowSetting): Promise<void> {
  const { logger, id } = begin()
  const points = range(0, 600).map((step) => point(step))
  for (const each of points.slice(0, 200)) logger.log(each)
  await id
  await kill()
  for (const each of points.slice(200, 400)) logger.log(each)
  // Time for tries that fail.
  await sleep(1000)
  await restart()
  for (const each of points.slice(400)) logger.log(each)
  await logger.close()
  const run = await read(await id)
  assert.deepEqual(run.metrics, columns(points))
  assert.equal(run.status, 'FINISHED')
}

async function outlivesRun({ begin, read, kill, restart }: MlflowSetting): Promise<void> {
  const { logger, id } = begin({ closeSeconds: 1 })
  const points = range(0, 20).map((step) => point(step))
  for (const each of points.slice(0, 5)) logger.log(each)
  const runId = await id
  await until(async () => (await read(runId)).metrics['train/loss']?.length === 5)
  await kill()
  for (const each of points.slice(5)) logger.log(each)
  await assert.rejects(logger.close(), /did not get 20 metrics: .* \(ECONNREFUSED\)/)
  await restart()
  const again = begin({ runId })
  for (const each of points) again.logger.log(each)
  await again.logger.close()
  assert.deepEqual((await read(runId)).metrics, columns(points))
}

function point(step: number, scalars = scalarsAt(step)): ScalarPoint {
  return { step, time: 1_700_000_000_000 + 100 * step, scalars }
}

function scalarsAt(step: number): Record<string, number> {
  return {
    'train/loss': Math.sqrt(step),
    ...(step % 3 === 0 && { 'validation/auc': 1 / (step + 3) }),
  }
}

/** What MLflow has of these points: of each metric steps, times and values. */
function columns(points: readonly ScalarPoint[]): Record<string, (readonly number[])[]> {
  const metrics: Record<string, (readonly number[])[]> = {}
  for (const { step, time, scalars } of points)
    for (const [key, value] of Object.entries(scalars)) {
      metrics[key] ??= []
      metrics[key].push([step, time, value])
    }
  return metrics
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let i = 0; i < 30; i++) {
    if (await holds()) return
    await sleep(200)
  }
  throw new Error('it did not come to that')
}
