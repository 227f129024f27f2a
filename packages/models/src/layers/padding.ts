/** Zeros, or another value, around images. */
import * as tf from '@tensorflow/tfjs-core'

/** `margin` pixels of `value` on all four sides of `[n, height, width, channels]`. */
export function padImage(x: tf.Tensor4D, margin: number, value = 0): tf.Tensor4D {
  if (margin === 0) return x
  const sides: [number, number] = [margin, margin]
  return tf.pad(x, [[0, 0], sides, sides, [0, 0]], value)
}
