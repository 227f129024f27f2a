/** Decodes JPEG files, or augments images in worker threads, with `@deepauc/datasets`. */
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Augmentation,
  type DecodedImage,
  decodeImage,
  loadBatches,
  uniformBatches,
} from '@deepauc/datasets'
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
  const iterate = options.task === 'decode' ? () => countValues(options) : await augmenter(options)
  return { detail: '@deepauc/datasets', iterate }
})

async function countValues(options: ImagesOptions): Promise<number> {
  let values = 0
  await decodeAll(options, ({ pixels }) => {
    values += pixels.length
  })
  return values
}

/** As `prepare` does, with twice as many images in the making as threads, but for the writing. */
async function decodeAll(
  { folder, threads }: ImagesOptions,
  take: (image: DecodedImage, index: number) => void,
): Promise<void> {
  const files = readdirSync(folder).sort()
  let next = 0
  const lane = async () => {
    while (next < files.length) {
      const index = next++
      const encoded = await readFile(join(folder, files[index] as string))
      take(await decodeImage(encoded, { channels: 3 }), index)
    }
  }
  await Promise.all(Array.from({ length: 2 * threads }, lane))
}

async function augmenter(options: ImagesOptions): Promise<() => Promise<number>> {
  const { threads, batches, batchSize, augmentation } = options
  const images: DecodedImage[] = []
  await decodeAll(options, (image, index) => {
    images[index] = image
  })
  const [h, w, c] = images[0]?.shape ?? [0, 0, 0]
  const set = {
    images: Buffer.concat(images.map(({ pixels }) => pixels)),
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
