/** The two batches that all peers train on. */
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'

export interface Resnet20Options {
  /** File of float32 numbers: images `[2, batchSize, 32, 32, 3]`, then labels `[2, batchSize]`. */
  readonly batches: string
  readonly batchSize: number
  readonly threads: number
}

export interface LabelledBatch {
  readonly images: tf.Tensor4D
  readonly labels: tf.Tensor1D
}

/** S1 and S2. */
export function readBatches({
  batches,
  batchSize,
}: Resnet20Options): [s1: LabelledBatch, s2: LabelledBatch] {
  const { buffer, byteOffset, length } = readFileSync(batches)
  const numbers = new Float32Array(buffer, byteOffset, length / 4)
  const pixels = 32 * 32 * 3
  const batch = (i: number): LabelledBatch => ({
    images: tf.tensor4d(numbers.slice(i * batchSize * pixels, (i + 1) * batchSize * pixels), [
      batchSize,
      32,
      32,
      3,
    ]),
    labels: tf.tensor1d(
      numbers.slice(2 * batchSize * pixels).slice(i * batchSize, (i + 1) * batchSize),
    ),
  })
  return [batch(0), batch(1)]
}
