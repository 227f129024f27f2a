/** Decodes JPEG files, or augments images in worker threads, with `@deepauc/datasets`. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Augmentation, decodeImage, loadBatches, uniformBatches } from '@deepauc/datasets'
import { serve } from './serve.ts'

export interface ImagesOptions {
  readonly task: 'decode' | 'augment'
  /** Of JPEG files of one size. */
  readonly folder: string
  readonly threads: number
  /** What follows is for the task `augment`: how many batches an iteration makes, and of what. */
  readonly batches: number
  readonly batchSize: number
  readonly augmentation: Augmentation
}

await serve(async (options: ImagesOptions) => {
  const iterate = options.task === 'decode' ? () => decodeAll(options) : await augmenter(options)
  return { detail: '@deepauc/datasets', iterate }
})

/** As `prepare` does, but for the writing. */
async function decodeAll({ folder, threads }: ImagesOptions) {
  const files = readdirSync(folder).sort()
  const images: Uint8Array[] = []
  let next = 0
  let shape: readonly number[] = []
  const lane = async () => {
    while (next < files.length) {
      const index = next++
      const encoded = await readFile(join(folder, files[index] as string))
      const image = await decodeImage(encoded, { channels: 3 })
      images[index] = image.pixels
      shape = image.shape
    }
  }
  await Promise.all(Array.from({ length: threads }, lane))
  return { images, shape }
}

async function augmenter(options: ImagesOptions): Promise<() => Promise<number>> {
  const { threads, batches, batchSize, augmentation } = options
  const { images, shape } = await decodeAll(options)
  const [h, w, c] = shape as [number, number, number]
  const set = {
    images: Buffer.concat(images),
    shape: [images.length, h, w, c] as const,
    labels: new Uint8Array(images.length),
    indices: Int32Array.from(images, (_, index) => index),
  }
  const sampler = uniformBatches(images.length, { batchSize, seed: 0 })
  // As many batches ahead as PyTorch's DataLoader has.
  const prefetch = 2 * threads
  const loader = loadBatches(set, sampler, { augmentation, workers: threads, prefetch })
  let step = 0
  return async () => {
    let values = 0
    for (let i = 0; i < batches; i++) values += (await loader.batch(step++)).images.length
    return values
  }
}
