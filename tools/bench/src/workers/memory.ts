/** Steps on new tensors each time, as a training takes them, and what memory the process then has. */
import * as tf from '@tensorflow/tfjs-core'
import { type OurOptions, prepareStep } from '../our-step.ts'
import { readBatches } from './batches.ts'
import { serve } from './serve.ts'

/** What a step leaves behind. */
export interface Footprint {
  readonly residentMiB: number
  /** Tensors that tfjs knows of. */
  readonly tensors: number
  /** Tensors that the binding of TensorFlow holds. */
  readonly handles: number
  /** Sessions of TensorFlow. */
  readonly sessions: number
  readonly losses: readonly number[]
}

await serve(async (options: OurOptions) => {
  const { detail, step } = await prepareStep(options)
  return {
    detail,
    iterate(): Footprint {
      const batches = readBatches(options)
      const losses = step(...batches)
      tf.dispose(batches.map(({ images, labels }) => [images, labels]))
      return { ...footprint(), losses }
    },
  }
})

function footprint(): Omit<Footprint, 'losses'> {
  const backend = tf.backend() as unknown as {
    getNumOfTFTensors(): number
    readonly binding: { getNumOfSavedModels(): number }
  }
  return {
    residentMiB: process.memoryUsage.rss() / 2 ** 20,
    tensors: tf.memory().numTensors,
    handles: backend.getNumOfTFTensors(),
    sessions: backend.binding.getNumOfSavedModels(),
  }
}
