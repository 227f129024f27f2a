/** What the examples of `@deepauc/runtime` take for granted: a network of one layer. */
import { selectBackend } from '@deepauc/runtime'
import * as tf from '@tensorflow/tfjs-core'

await selectBackend()
const weight = tf.variable(tf.zeros<tf.Rank.R2>([4, 1]))

export const weights = [weight]
export const rate = tf.scalar(0.1)
export const model = {
  apply: (x: tf.Tensor4D) => tf.matMul(tf.reshape(x, [-1, 4]), weight as tf.Tensor2D),
}
export const loss = (labels: tf.Tensor1D, logits: tf.Tensor) =>
  tf.mean(tf.square(tf.sub(labels, tf.squeeze(logits)))) as tf.Scalar
