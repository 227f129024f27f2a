/** The batch that all peers train a large network on. */
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'

export type NetworkName = 'densenet121' | 'efficientnet-v2-s'

export interface NetworkBatch {
  readonly network: NetworkName
  /** File of float32 numbers: images `[batchSize, size, size, 3]`, then labels `[batchSize]`. */
  readonly batch: string
  readonly batchSize: number
  readonly size: number
  readonly threads: number
}

export function readBatch({ batch, batchSize, size }: NetworkBatch): {
  images: tf.Tensor4D
  labels: tf.Tensor1D
} {
  const { buffer, byteOffset, length } = readFileSync(batch)
  const numbers = new Float32Array(buffer, byteOffset, length / 4)
  const pixels = batchSize * size * size * 3
  return {
    images: tf.tensor4d(numbers.slice(0, pixels), [batchSize, size, size, 3]),
    labels: tf.tensor1d(numbers.slice(pixels)),
  }
}
