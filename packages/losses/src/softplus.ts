/** A stable log(1 + eˣ). */
import * as tf from '@tensorflow/tfjs-core'

/** log(1 + eˣ), exact to float precision for x of any size; NaN stays NaN. */
export function softplus(x: tf.Tensor): tf.Tensor {
  return tf.add(tf.relu(x), tf.log1p(tf.exp(tf.neg(tf.abs(x)))))
}
