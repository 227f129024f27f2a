/** What the trainer needs of networks and data; `@deepauc/models` and `@deepauc/datasets` have it, and so may others. */
import type * as tf from '@tensorflow/tfjs-core'

export interface TrainableModel {
  readonly parameters: Readonly<Record<string, tf.Variable>>
  /** Logits `[n, 1]` of images `[n, height, width, channels]`. */
  apply(
    images: tf.Tensor4D,
    mode: { readonly training: boolean; readonly updateStatistics?: boolean },
  ): tf.Tensor2D
}

export interface Batch {
  /** `[n, height, width, channels]`, values in [0, 1]. */
  readonly images: Float32Array
  /** `[n]`, 0 or 1. */
  readonly labels: Float32Array
  /** `[n]`, which rows of the data these are. */
  readonly indices: Int32Array
  readonly shape: [n: number, height: number, width: number, channels: number]
}

export interface BatchSource {
  readonly batchesPerEpoch: number
  batch(step: number): Promise<Batch>
}
