/** Batch normalisation for training, of ordinary tfjs ops. */
import * as tf from '@tensorflow/tfjs-core'

/** Both directions; `saved` is what the backward pass needs of the forward pass. */
export interface BatchNormImplementation {
  forward(
    x: tf.Tensor4D,
    scale: tf.Tensor1D,
    offset: tf.Tensor1D,
    epsilon: number,
  ): { y: tf.Tensor4D; mean: tf.Tensor1D; variance: tf.Tensor1D; saved: tf.Tensor[] }
  /** dx, dScale and dOffset. */
  backward(dy: tf.Tensor4D, scale: tf.Tensor1D, saved: tf.Tensor[], epsilon: number): tf.Tensor[]
}

/**
 * With x̂ = (x − mean) / √(variance + ε) and M the mean over images and pixels:
 * y = x̂ · scale + offset; dOffset = n · M(dy); dScale = n · M(dy · x̂);
 * dx = scale / √(variance + ε) · (dy − M(dy) − x̂ · M(dy · x̂)).
 */
export const composedBatchNorm: BatchNormImplementation = {
  forward: (x, scale, offset, epsilon) => {
    const mean = channelMean(x)
    const centred: tf.Tensor4D = tf.sub(x, mean)
    const variance = channelMean(tf.square(centred))
    const inverse = tf.rsqrt(tf.add(variance, epsilon))
    const normalised: tf.Tensor4D = tf.mul(centred, inverse)
    const n = count(x)
    return {
      y: tf.add(tf.mul(normalised, scale), offset),
      mean,
      variance: tf.mul(variance, n / (n - 1)),
      saved: [normalised, inverse],
    }
  },
  backward: (dy, scale, saved) => {
    const [normalised, inverse] = saved as [tf.Tensor4D, tf.Tensor1D]
    const offsetMean = channelMean(dy)
    const scaleMean = channelMean(tf.mul(dy, normalised))
    const rest = tf.sub(tf.sub(dy, offsetMean), tf.mul(normalised, scaleMean))
    const n = count(dy)
    return [tf.mul(rest, tf.mul(scale, inverse)), tf.mul(scaleMean, n), tf.mul(offsetMean, n)]
  },
}

/** Mean over images and pixels; pooling first is several times faster than `tf.mean` on the wasm and cpu back ends. */
function channelMean(x: tf.Tensor4D): tf.Tensor1D {
  const [, height, width] = x.shape
  return tf.reshape(tf.mean(tf.avgPool(x, [height, width], 1, 'valid'), 0), [-1])
}

/** Values per channel. */
function count(x: tf.Tensor4D): number {
  const [n, height, width] = x.shape
  return n * height * width
}
