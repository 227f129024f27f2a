/** What the trainer needs of networks and data; `@deepauc/models` and `@deepauc/datasets` have it, and so may others. */
import type * as tf from '@tensorflow/tfjs-core'

/** What the trainer needs of a network; the models of `@deepauc/models` have it. */
export interface TrainableModel {
  readonly parameters: Readonly<Record<string, tf.Variable>>
  /** What steps change besides, such as running means and variances. */
  readonly statistics?: Readonly<Record<string, tf.Variable>>
  /** Random numbers in [0, 1) that training needs for every image. Default 0. */
  readonly noise?: number
  /** The last layer, for methods that replace it. */
  readonly classifier?: {
    /** A part of the parameters, under the same names. */
    readonly parameters: Readonly<Record<string, tf.Variable>>
    /** Gives its parameters new random values. */
    redraw(): void
  }
  /** Logits `[n, 1]`, or `[n, classes]`, of images `[n, height, width, channels]`. */
  apply(
    images: tf.Tensor4D,
    mode: {
      readonly training: boolean
      readonly updateStatistics?: boolean
      /** `[n, noise]`, in training. */
      readonly noise?: tf.Tensor2D
    },
  ): tf.Tensor2D
}

/** What scores images: a model in evaluation mode. */
export interface Predictor {
  /** Logits `[n, 1]`, or `[n, classes]`, of images `[n, height, width, channels]`. */
  apply(images: tf.Tensor4D, mode: { readonly training: false }): tf.Tensor2D
}

/** Images with their labels. */
export interface Batch {
  /** `[n, height, width, channels]`, values in [0, 1]. */
  readonly images: Float32Array
  /** `[n]`, 0 or 1, or the number of the class; for several labels `[n, labels]` of 0 and 1, row by row. */
  readonly labels: Float32Array
  /** `[n]`, which rows of the data these are. */
  readonly indices: Int32Array
  readonly shape: [n: number, height: number, width: number, channels: number]
}

/** Batches as a function of the step. */
export interface BatchSource {
  readonly batchesPerEpoch: number
  batch(step: number): Promise<Batch>
}

/**
 * Makes a step faster without changing its results. Variables that a compiled step assigns may stay behind until `sync`.
 * `@deepauc/runtime/compile` is one.
 */
export interface Compiler {
  compile<Inputs extends readonly tf.Tensor[], Result>(
    f: (...inputs: Inputs) => Result,
  ): (...inputs: Inputs) => Result
  /** Brings every variable up to date. */
  sync(): void
}
