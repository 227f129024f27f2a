/** What a network is to the rest of the workspace: named variables and a pure function of images. */
import type * as tf from '@tensorflow/tfjs-core'

/** How a network runs. */
export interface ApplyMode {
  /** Normalise with the statistics of the batch (true) or with the running ones (false). */
  readonly training: boolean
  /** Move the running statistics in training mode; true when left out. */
  readonly updateStatistics?: boolean
  /**
   * What dropout and stochastic depth draw in training: `[n, model.noise]`, uniform in [0, 1). Only networks whose
   * `noise` is above 0 need it; evaluation ignores it.
   */
  readonly noise?: tf.Tensor2D
}

/** What every network takes. */
export interface NetworkOptions {
  /** Seed of the initial weights, a safe integer ≥ 0. */
  readonly seed: number
  /** Channels of the images. */
  readonly channels?: number
  /** Logits per image. */
  readonly labels?: number
}

/** The last layer, which training in two stages replaces. */
export interface Classifier {
  /** Its share of the network's parameters, under the same names. */
  readonly parameters: Record<string, tf.Variable>
  /** Gives its parameters new random values: others than the initial ones, the same for the same seed of the network. */
  redraw(): void
}

/** A network. Keys of both records are PyTorch's names, such as `'layer1.0.conv1.weight'`. */
export interface Model {
  /** What training moves. Convolutions are `[height, width, in, out]`, linear layers `[in, out]`. */
  readonly parameters: Record<string, tf.Variable>
  /** Running means and variances of the batch normalisations. */
  readonly statistics: Record<string, tf.Variable>
  /** Random numbers that training needs for every image, 0 for a network without dropout. */
  readonly noise: number
  readonly classifier: Classifier
  /**
   * Logits `[n, labels]` of images `[n, height, width, channels]`.
   *
   * @throws RangeError in training mode if the network draws and `mode.noise` is missing or has another width
   */
  apply(images: tf.Tensor4D, mode: ApplyMode): tf.Tensor2D
  /** What the last linear layer sees, `[n, features]`; in evaluation mode when `mode` is left out. */
  features(images: tf.Tensor4D, mode?: ApplyMode): tf.Tensor2D
  /** Frees all variables. */
  dispose(): void
}
