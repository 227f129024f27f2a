/** Compositional iterations of ResNet-20 whose batches come from a cache through `loadBatches`. */
import { balancedBatches, loadBatches, openCache } from '@deepauc/datasets'
import * as tf from '@tensorflow/tfjs-core'
import { type OurOptions, prepareStep } from '../our-step.ts'
import type { LabelledBatch } from './batches.ts'
import { serve } from './serve.ts'

export interface FedOptions extends OurOptions {
  /** The folder of the cache, and how much of it may be read into memory. */
  readonly cache: string
  readonly memoryBudget: number
  /** Iterations of which the waiting is not counted. */
  readonly warmUps: number
}

await serve(async (options: FedOptions) => {
  const { detail, step } = await prepareStep(options)
  const nextPair = await pairs(options)
  let [taken, waitedMs] = [0, 0]
  return {
    detail,
    /** Milliseconds that all counted iterations have waited for their batches. */
    async iterate() {
      const start = performance.now()
      const batches = await nextPair()
      if (taken++ >= options.warmUps) waitedMs += performance.now() - start
      step(...batches)
      for (const { images, labels } of batches) tf.dispose([images, labels])
      return waitedMs
    },
  }
})

/** A function that waits for the next S1 and S2, augmented as LibAUC does. */
async function pairs({ cache, memoryBudget, batchSize }: FedOptions) {
  const { train } = (await openCache(cache, { memoryBudget })).parts
  if (train === undefined) throw new Error(`${cache} holds no part called train`)
  const loaders = ['inner', 'outer'].map((purpose) => {
    const options = { batchSize, positiveRate: 25 / 128, seed: 0, purpose }
    const augmentation = { shrink: 2, flip: true }
    return loadBatches(train, balancedBatches(train.labels, options), { augmentation })
  })
  let step = 0
  return async () => {
    const at = step++
    const batches = await Promise.all(loaders.map((loader) => loader.batch(at)))
    return batches.map(({ images, labels, shape }) => ({
      images: tf.tensor4d(images, shape),
      labels: tf.tensor1d(labels),
    })) as [LabelledBatch, LabelledBatch]
  }
}
