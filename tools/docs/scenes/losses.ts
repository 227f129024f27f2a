/** What the examples of `@deepauc/losses` take for granted: a network of one layer, and four rows. */
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-layers'
import * as tf from '@tensorflow/tfjs-core'

const zero = () => tf.variable(tf.scalar(0))

export const labels = tf.tensor1d([1, 0, 0, 0])
export const logits = tf.tensor2d([[0.8], [-1.2], [0.3], [-0.4]])
export const a = zero()
export const b = zero()
export const alpha = zero()
export const images = tf.tensor2d([
  [1, 2],
  [0, 1],
  [1, 0],
  [0, 0],
])
export const weights = { w: tf.variable(tf.tensor2d([[0.1], [0.2]])) }
export const model = {
  apply: (x: tf.Tensor2D, _mode: { training: boolean }) => tf.matMul(x, weights.w as tf.Tensor2D),
}
