import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type MlflowOptions, mlflowLogger } from '../src/log/mlflow.ts'
import { failure, type PlayedServer, playMlflow } from './log-mlflow-server.ts'

let server: PlayedServer

beforeEach(async () => {
  server = await playMlflow()
})

afterEach(() => server.close())

/** Delivers only at the end. */
const late = { experiment: 'CIFAR10', flushSeconds: 1000, closeSeconds: 5 }
/** Delivers all the time. */
const soon = { ...late, flushSeconds: 0.01 }

function logger(options: Partial<MlflowOptions> = {}) {
  return mlflowLogger({ trackingUri: server.uri, ...late, ...options })
}

const point = (
  step: number,
  scalars: Record<string, number> = { 'train/loss': 1 / (step + 1) },
) => ({
  step,
  time: 1_700_000_000_000 + step + 0.4,
  scalars,
})

const only = () => [...server.runs.values()][0]!
const calls = () => server.requests.map(({ call }) => call)

describe('a run', () => {
  test('is made in an experiment of the name, told everything and ended', async () => {
    const runs: string[] = []
    const log = logger({
      runName: 'CT 1',
      params: { learningRate: 0.1, network: 'resnet20', augment: true },
      tags: { seed: '7' },
      headers: { authorization: 'Bearer secret' },
      onRun: (id) => runs.push(id),
    })
    log.log(point(0, { 'train/loss': 0.5, 'validation/auc': 0.75 }))
    log.log(point(1, { 'train/loss': 0.25 }))
    await log.close()
    expect(runs).toEqual(['run1'])
    expect(only()).toMatchObject({
      experiment_id: '1',
      run_name: 'CT 1',
      status: 'FINISHED',
      start_time: expect.any(Number),
      end_time: expect.any(Number),
      params: [
        { key: 'learningRate', value: '0.1' },
        { key: 'network', value: 'resnet20' },
        { key: 'augment', value: 'true' },
      ],
      tags: [{ key: 'seed', value: '7' }],
      metrics: [
        { key: 'train/loss', value: 0.5, step: 0, timestamp: 1_700_000_000_000 },
        { key: 'validation/auc', value: 0.75, step: 0, timestamp: 1_700_000_000_000 },
        { key: 'train/loss', value: 0.25, step: 1, timestamp: 1_700_000_000_001 },
      ],
    })
    expect(calls()).toEqual([
      'GET experiments/get-by-name',
      'POST experiments/create',
      'POST runs/create',
      'POST runs/log-batch',
      'POST runs/log-batch',
      'POST runs/log-batch',
      'POST runs/update',
    ])
    for (const { headers } of server.requests)
      expect(headers).toMatchObject({ authorization: 'Bearer secret' })
  })

  test('joins an experiment that is there, also if another run makes it at the same time', async () => {
    await logger().close('FAILED')
    await logger({ trackingUri: `${server.uri}/` }).close('KILLED')
    let isHidden = true
    server.intercept = (call) => {
      if (!isHidden || !call.endsWith('get-by-name')) return undefined
      isHidden = false
      return failure(404, 'RESOURCE_DOES_NOT_EXIST', 'not yet')
    }
    await logger().close()
    const runs = [...server.runs.values()]
    expect(runs.map(({ experiment_id: id }) => id)).toEqual(['1', '1', '1'])
    expect(runs.map(({ status }) => status)).toEqual(['FAILED', 'KILLED', 'FINISHED'])
    expect(calls().filter((call) => call === 'POST experiments/create')).toHaveLength(2)
  })

  test('goes in requests that the server takes', async () => {
    const many = (count: number, length: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`${i}`, '😀'.repeat(length)]))
    const log = logger({ params: many(250, 3000), tags: many(101, 1) })
    for (let step = 0; step < 2500; step++) log.log(point(step))
    await log.close()
    const { metrics, params, tags } = only()
    expect([metrics.length, params.length, tags.length]).toEqual([2500, 250, 101])
    expect(metrics.map(({ step }) => step)).toEqual(Array.from({ length: 2500 }, (_, i) => i))
    const bodies = server.requests.filter(({ call }) => call.endsWith('log-batch'))
    const sizes = bodies.map(({ body }) =>
      ['params', 'tags', 'metrics'].map((kind) => (body[kind] as [] | undefined)?.length ?? 0),
    )
    // 83 params of 12,000 bytes and their names are 1 MB.
    expect(sizes).toEqual([
      ...[83, 83, 83, 1].map((count) => [count, 0, 0]),
      ...[100, 1].map((count) => [0, count, 0]),
      ...[1000, 1000, 500].map((count) => [0, 0, count]),
    ])
  })

  test('has numbers that JSON has not as protocol buffers write them', async () => {
    const log = logger()
    const infinity = Number.POSITIVE_INFINITY
    log.log(point(0, { a: Number.NaN, b: infinity, c: -infinity, d: -0 }))
    await log.close()
    expect(only().metrics.map(({ value }) => value)).toEqual(['NaN', 'Infinity', '-Infinity', 0])
  })

  test('is delivered while it goes on', async () => {
    const log = logger(soon)
    log.log(point(0))
    await vi.waitFor(() => expect(only().metrics).toHaveLength(1))
    log.log(point(1))
    await vi.waitFor(() => expect(only().metrics).toHaveLength(2))
    expect(only().status).toBe('RUNNING')
    await log.close()
  })

  test('that is resumed repeats nothing that the server has', async () => {
    const first = logger({ runName: 'CT', params: { seed: 1 } })
    for (let step = 0; step <= 5; step++) first.log(point(step))
    first.log(point(5, { 'validation/auc': 0.5 }))
    await first.close('KILLED')
    const second = logger({ runId: 'run1', params: { seed: 1 } })
    for (let step = 4; step <= 8; step++) second.log(point(step))
    second.log(point(5, { 'validation/auc': 0.5 }))
    second.log(point(8, { 'validation/auc': 0.75 }))
    await second.close()
    expect(server.runs.size).toBe(1)
    const steps = (name: string) =>
      only()
        .metrics.filter(({ key }) => key === name)
        .map(({ step }) => step)
    expect(steps('train/loss')).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
    expect(steps('validation/auc')).toEqual([5, 8])
    expect(only().status).toBe('FINISHED')
  })
})

describe('a server that fails', () => {
  test.each([
    ['hang up' as const],
    [failure(503, 'TEMPORARILY_UNAVAILABLE', 'later')],
    [failure(429, 'REQUEST_LIMIT_EXCEEDED', 'slowly')],
    [{ status: 502, body: '<html>Bad Gateway</html>' }],
  ])('for a while holds nothing back and costs nothing (%#)', async (fault) => {
    const log = logger(soon)
    let faults = 0
    server.intercept = (call) => {
      if (call.endsWith('get-by-name') || faults > 4) return undefined
      faults++
      return fault
    }
    for (let step = 0; step < 20; step++) {
      log.log(point(step))
      await sleep(5)
    }
    await log.close()
    expect(faults).toBe(5)
    expect(only().metrics.map(({ step }) => step)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect(only().status).toBe('FINISHED')
  })

  test('to answer at all is given up after a time', async () => {
    const log = logger({ ...soon, requestSeconds: 0.05, closeSeconds: 0.2 })
    server.intercept = () => 'silence'
    log.log(point(0))
    const start = performance.now()
    await expect(log.close()).rejects.toThrow('MLflow did not get 1 metric: http://127.0.0.1')
    expect(performance.now() - start).toBeLessThan(2000)
  })

  test('until the end is reported, with all that is missing', async () => {
    const log = logger({ closeSeconds: 0.1, params: { a: 1, b: 2 }, tags: { c: '3' } })
    server.intercept = () => 'hang up'
    for (let step = 0; step < 1234; step++) log.log(point(step))
    await expect(log.close()).rejects.toThrow(
      `MLflow did not get 1234 metrics, 2 params, 1 tag: ${server.uri} does not answer (`,
    )
  })

  test('that is not there is named with the reason', async () => {
    await server.close()
    const log = logger({ closeSeconds: 0.1 })
    await expect(log.close()).rejects.toThrow(`${server.uri} does not answer (ECONNREFUSED)`)
    server = await playMlflow()
  })

  test('with the last request has all but the end', async () => {
    const log = logger({ closeSeconds: 0.1 })
    server.intercept = (call) =>
      call === 'POST runs/update' ? failure(500, 'INTERNAL_ERROR', 'oh') : undefined
    log.log(point(0))
    await expect(log.close()).rejects.toThrow(
      "MLflow did not get the run's end: runs/update: 500 INTERNAL_ERROR oh",
    )
    expect(only().metrics).toHaveLength(1)
  })
})

describe('a server that refuses', () => {
  test('a batch gets the others, and the refusal is reported', async () => {
    const log = logger({ params: { 'learning rate?': 0.1 }, tags: { seed: '7' } })
    log.log(point(0))
    await expect(log.close()).rejects.toThrow(
      'MLflow did not get 1 param: runs/log-batch: 400 INVALID_PARAMETER_VALUE Invalid name "learning rate?"',
    )
    expect(only()).toMatchObject({ status: 'FINISHED', params: [], tags: [{}], metrics: [{}] })
  })

  test.each([
    ['a run that it does not know', { runId: 'run7' }, 'runs/get: 404 RESOURCE_DOES_NOT_EXIST'],
    ['who may not', {}, 'experiments/get-by-name: 401 no'],
  ])('%s is not asked again and again', async (_, options, message) => {
    if (!('runId' in options)) server.intercept = () => ({ status: 401, body: 'no' })
    const log = logger({ ...soon, ...options, closeSeconds: 30 })
    for (let step = 0; step < 20; step++) {
      log.log(point(step))
      await sleep(5)
    }
    await expect(log.close()).rejects.toThrow(`MLflow did not get 20 metrics: ${message}`)
    // Once in the background, once at the end.
    expect(server.requests).toHaveLength(2)
  })

  test('to be MLflow at all is an error too', async () => {
    server.intercept = () => ({ status: 200, body: '<html>' })
    await expect(logger().close()).rejects.toThrow('experiments/get-by-name: 200 <html>')
  })
})

test('takes any fetch', async () => {
  const urls: string[] = []
  const log = logger({
    fetch: async (url, init) => {
      urls.push(`${url}`)
      return fetch(url, init)
    },
  })
  await log.close()
  expect(urls[0]).toBe(
    `${server.uri}/api/2.0/mlflow/experiments/get-by-name?experiment_name=CIFAR10`,
  )
  expect(urls).toHaveLength(4)
})
