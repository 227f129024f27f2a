/** What TensorBoard shows of event files that are being written, and of those of killed and resumed runs. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, statSync, truncateSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ScalarPoint } from '../../packages/experiments/src/log/scalar-logger.ts'
import { tensorBoardLogger } from '../../packages/experiments/src/log/tensorboard.ts'
import { startReader } from './reader.ts'
import { freePort, startServer } from './server.ts'

/** Seconds since 1970, step and value of each point, by the name of the metric. */
type Columns = Record<string, [seconds: number, step: number, value: number][]>

/** What they say, and what it takes, given the folder of Python's programs. */
export const tensorBoardChecks: readonly (readonly [
  name: string,
  check: (programs: string) => Promise<void>,
])[] = [
  ["TensorBoard's EventAccumulator follows a run that is resumed", follows],
  ["TensorBoard's server shows a run that was torn and resumed", shows],
]

async function follows(programs: string): Promise<void> {
  await inFolder(async (folder) => {
    const reader = startReader(programs, ['read_tensorboard.py', folder])
    try {
      const first = tensorBoardLogger(folder)
      for (const step of [0, 1, 2]) first.log(point(step, 1))
      assert.deepEqual(await reader.ask(), columns([0, 1, 2].map((step) => point(step, 1))))
      for (const step of [3, 4, 5, 6]) first.log(point(step, -1))
      assert.equal((await reader.ask<Columns>())['train/loss']?.length, 7)
      // The first one is not closed: its process was killed.
      const second = tensorBoardLogger(folder, { overtakenFrom: 3 })
      for (const step of [3, 4]) second.log(point(step, 1))
      const resumed = [0, 1, 2, 3, 4].map((step) => point(step, 1))
      assert.deepEqual(await reader.ask(), columns(resumed))
      second.log(point(5, 1))
      assert.deepEqual(await reader.ask(), columns([...resumed, point(5, 1)]))
      await second.close()
      await first.close()
    } finally {
      await reader.end()
    }
  })
}

async function shows(programs: string): Promise<void> {
  await inFolder(async (folder) => {
    const run = join(folder, 'run')
    const first = tensorBoardLogger(run)
    for (let step = 0; step < 500; step++) first.log(point(step, step < 400 ? 1 : -1))
    await first.close()
    const file = join(run, readdirSync(run)[0] as string)
    truncateSync(file, statSync(file).size - 5)
    const second = tensorBoardLogger(run, { overtakenFrom: 400 })
    for (let step = 400; step < 600; step++) second.log(point(step, 1))
    await second.close()
    const expected = columns(Array.from({ length: 600 }, (_, step) => point(step, 1)))
    assert.deepEqual(await ask(programs, folder, expected), expected)
  })
}

/** What TensorBoard's server tells its page, as soon as that has as many points as `expected`. */
async function ask(programs: string, folder: string, expected: Columns): Promise<Columns> {
  const port = await freePort()
  const network = ['--host', '127.0.0.1', '--port', `${port}`]
  const data = ['--logdir', folder, '--samples_per_plugin', 'scalars=1000']
  const command = [join(programs, 'tensorboard'), ...data, ...network] as const
  const path = '/data/plugin/scalars/tags'
  const server = await startServer(command, { port, path })
  try {
    const shown: Columns = {}
    for (const [tag, { length }] of Object.entries(expected))
      for (let i = 0; i < 50 && shown[tag]?.length !== length; i++) {
        await sleep(200)
        const query = new URLSearchParams({ run: 'run', tag })
        const answer = await fetch(`${server.uri}/data/plugin/scalars/scalars?${query}`)
        if (answer.ok) shown[tag] = (await answer.json()) as Columns[string]
      }
    return shown
  } finally {
    await server.kill()
  }
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tensorboard-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function point(step: number, sign: number): ScalarPoint {
  const scalars = {
    'train/loss': sign * Math.fround(Math.sqrt(step)),
    ...(step % 2 === 0 && { 'validation/auc': Math.fround(1 / (step + 1)) }),
  }
  return { step, time: 1_700_000_000_000 + 250 * step, scalars }
}

function columns(points: readonly ScalarPoint[]): Columns {
  const all: Columns = {}
  for (const { step, time, scalars } of points)
    for (const [tag, value] of Object.entries(scalars)) {
      all[tag] ??= []
      all[tag].push([time / 1000, step, value])
    }
  return all
}
