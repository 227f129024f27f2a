/** How long a training step waits for the loader, and what the loader's work beside it costs. */
import { join } from 'node:path'
import { prepare } from '@deepauc/datasets'
import { randomStream } from '@deepauc/random'
import { compete, type Entrant } from './compete.ts'
import { threadEnvironment, workerScript } from './entrants.ts'
import type { Options } from './options.ts'
import { writeBatches } from './resnet20.ts'
import type { Outcome } from './result.ts'
import { summarize } from './statistics.ts'
import { align } from './table.ts'

const images = 10_000
const batchSize = 128
// A turn has to be longer than what is prepared before it.
const schedule = { warmUps: 6, iterations: 16 }
const limits = { waiting: 0.02, median: 1.05 }
const fixed = 'fixed-batch'

/** @param folder for the batches and the cache */
export async function trainFed(
  { threads, rounds, variants }: Options,
  folder: string,
): Promise<string[]> {
  const cache = await writeCache(folder)
  const batches = await writeBatches(folder, { threads, batchSize })
  const step = { ...batches, recipe: 'libauc', compile: true, precision: 'float32' }
  const entrant = (variant: string, worker: string, own: object): Entrant => ({
    variant,
    command: {
      program: process.execPath,
      script: workerScript(worker),
      options: { ...step, ...own, cache, warmUps: schedule.warmUps },
      environment: threadEnvironment(threads),
    },
  })
  const entrants = [
    entrant(fixed, 'ours', {}),
    entrant('loader-memory', 'fed', { memoryBudget: 2 ** 30 }),
    entrant('loader-files', 'fed', { memoryBudget: 0 }),
  ].filter(({ variant }) => variants?.includes(variant) ?? true)
  if (entrants.length === 0) return []
  const outcomes = await compete(entrants, { ...schedule, rounds })
  const title = `compiled compositional iteration of ResNet-20, batches of ${batchSize}`
  return ['', title, ...fedLines(outcomes)]
}

/** A table, and whether the loader keeps its promises. */
export function fedLines(outcomes: readonly Outcome[]): string[] {
  const ran = outcomes.flatMap((outcome) => ('times' in outcome ? [outcome] : []))
  const base = ran.find(({ variant }) => variant === fixed)?.times ?? [Number.NaN]
  const rows = ran.map(({ variant, times, value, detail }) => {
    const { median, min, spread } = summarize(times)
    const total = times.reduce((sum, time) => sum + time, 0)
    const waiting = variant === fixed ? 0 : (value as number) / total
    return { variant, detail, median, min, spread, ratio: median / summarize(base).median, waiting }
  })
  const table = rows.map(({ variant, detail, median, min, spread, ratio, waiting }) => [
    variant,
    ...[median, min, spread].map((ms) => ms.toFixed(1)),
    ratio.toFixed(3),
    `${(100 * waiting).toFixed(2)} %`,
    detail,
  ])
  const loaders = rows.filter(({ variant }) => variant !== fixed)
  return [
    ...align([['', 'median ms', 'min', 'spread', `× ${fixed}`, 'waiting', ''], ...table]),
    ...outcomes.flatMap((outcome) =>
      'reason' in outcome ? [`skipped ${outcome.variant}: ${outcome.reason}`] : [],
    ),
    ...loaders.flatMap(({ variant, ratio, waiting }) => [
      bar(waiting <= limits.waiting, `${variant}: waiting ≤ ${100 * limits.waiting} % of the time`),
      bar(ratio <= limits.median, `${variant}: median ≤ ${limits.median} × ${fixed}`),
    ]),
  ]
}

function bar(met: boolean, label: string): string {
  return `${met ? 'met    ' : 'not met'}  ${label}`
}

/** Random images, a fifth of them positive, as one whole part. */
async function writeCache(folder: string): Promise<string> {
  const random = randomStream({ seed: 0, purpose: 'images' })
  const shape = [32, 32, 3] as const
  const pixels = Uint8Array.from({ length: images * 32 * 32 * 3 }, () => random.integer(256))
  const train = {
    count: images,
    labelNames: ['class'],
    labels: Float32Array.from({ length: images }, (_, row) => (row % 5 === 0 ? 1 : 0)),
    id: String,
    image: async (row: number) => ({
      pixels: pixels.subarray(row * 3072, (row + 1) * 3072),
      shape,
    }),
  }
  const cache = join(folder, 'cache')
  await prepare({ name: 'noise', parts: { train }, notes: [], close: async () => {} }, cache)
  return cache
}
