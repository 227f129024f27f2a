/** From feature maps to one vector per image. */
import * as tf from '@tensorflow/tfjs-core'

/** Mean over height and width: `[n, height, width, channels]` to `[n, channels]`. */
export function globalAveragePool(x: tf.Tensor4D): tf.Tensor2D {
  const [n, height, width, channels] = x.shape
  // The gradient of tf.mean would make a tensor of ones in JavaScript and multiply by it.
  return tf.reshape(tf.avgPool(x, [height, width], 1, 'valid'), [n, channels])
}
