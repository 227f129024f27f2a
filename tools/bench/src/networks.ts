/** One cross-entropy step of a large network: forward, backward, stochastic gradient descent with momentum. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'
import { compete } from './compete.ts'
import { networkGroups } from './network-entrants.ts'
import type { Options } from './options.ts'
import type { Python } from './python.ts'
import { type Outcome, type Result, type Skipped, toResults } from './result.ts'
import type { NetworkBatch, NetworkName } from './workers/network-batch.ts'

interface Work {
  readonly batchSize: number
  /** Height and width of the images. */
  readonly size: number
}

const works: Readonly<Record<NetworkName, Work>> = {
  densenet121: { batchSize: 32, size: 224 },
  'efficientnet-v2-s': { batchSize: 16, size: 256 },
}

type Measure = (options: Options, python: Python, folder: string) => Promise<(Result | Skipped)[]>

export const measureDensenet121: Measure = (...run) => measureNetwork('densenet121', ...run)

export const measureEfficientNet: Measure = (...run) => measureNetwork('efficientnet-v2-s', ...run)

/** Groups follow each other, so that their processes are not in memory together. */
async function measureNetwork(
  network: NetworkName,
  { variants, threads, rounds }: Options,
  python: Python,
  folder: string,
): Promise<(Result | Skipped)[]> {
  const batch = { network, threads, ...works[network] }
  const options = { ...batch, batch: await writeBatch(folder, batch) }
  const { groups, order } = networkGroups(variants, options, python)
  const outcomes: Outcome[] = []
  for (const group of groups)
    outcomes.push(...(await compete(group, { warmUps: 2, rounds, iterations: 1 })))
  const rank = ({ variant }: { variant: string }) => order.indexOf(variant)
  return toResults(network, outcomes).sort((a, b) => rank(a) - rank(b))
}

/** The batch that all variants train on: uniform pixels, every fifth image positive. */
async function writeBatch(
  folder: string,
  { network, batchSize, size }: Omit<NetworkBatch, 'batch' | 'threads'>,
): Promise<string> {
  const pixels = randomStream({ seed: 0, purpose: 'pixels' })
  const images = Float32Array.from({ length: batchSize * size * size * 3 }, () => pixels.uniform())
  const labels = Float32Array.from({ length: batchSize }, (_, i) => (i % 5 === 0 ? 1 : 0))
  const file = join(folder, network)
  await writeFile(file, Buffer.concat([images, labels].map(({ buffer }) => Buffer.from(buffer))))
  return file
}
