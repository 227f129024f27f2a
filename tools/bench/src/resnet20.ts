/** One compositional iteration of ResNet-20 on two batches of 128 images of 32×32×3. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { randomStream } from '@deepauc/random'
import { compete } from './compete.ts'
import { resnet20Entrants } from './entrants.ts'
import type { Options } from './options.ts'
import type { Python } from './python.ts'
import { type Result, type Skipped, toResults } from './result.ts'
import type { Resnet20Options } from './workers/batches.ts'

const batchSize = 128

/** @param folder for the batches */
export async function measureResnet20(
  { variants, threads, rounds }: Options,
  python: Python,
  folder: string,
): Promise<(Result | Skipped)[]> {
  const options = await writeBatches(folder, { threads, batchSize })
  const entrants = resnet20Entrants(variants, options, python)
  return toResults('resnet20', await compete(entrants, { warmUps: 4, rounds, iterations: 2 }))
}

/** Writes the batches that all variants train on: uniform pixels and, as LibAUC's sampler draws them, 25 positives in 128. */
export async function writeBatches(
  folder: string,
  { threads, batchSize }: Omit<Resnet20Options, 'batches'>,
): Promise<Resnet20Options> {
  const positives = Math.round((25 / 128) * batchSize)
  const pixels = randomStream({ seed: 0, purpose: 'pixels' })
  const images = Float32Array.from({ length: 2 * batchSize * 32 * 32 * 3 }, () => pixels.uniform())
  const labels = Float32Array.from({ length: 2 * batchSize }, (_, i) =>
    i % batchSize < positives ? 1 : 0,
  )
  const batches = join(folder, 'batches')
  await writeFile(batches, Buffer.concat([images, labels].map(({ buffer }) => Buffer.from(buffer))))
  return { batches, batchSize, threads }
}
