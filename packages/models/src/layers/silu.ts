/** The sigmoid linear unit, or swish. */
import * as tf from '@tensorflow/tfjs-core'
import type { Layer } from './layer.ts'

/**
 * x · σ(x), of `[n, height, width, channels]`.
 *
 * Its gradient keeps x alone, where tfjs's own would keep σ(x) beside it: dx = dy · σ(x) · (1 + x · (1 − σ(x))).
 *
 * @see Ramachandran et al., Searching for activation functions, 2017
 */
export const silu: Layer = (x) => unit(x) as tf.Tensor4D

const unit = (x: tf.Tensor) =>
  tf.customGrad((x, save) => {
    ;(save as tf.GradSaveFunc)([x as tf.Tensor])
    return {
      value: tf.mul(x as tf.Tensor, tf.sigmoid(x as tf.Tensor)),
      gradFunc: (dy: tf.Tensor, [x]: tf.Tensor[]) => {
        const sigmoid = tf.sigmoid(x as tf.Tensor)
        const slope = tf.mul(sigmoid, tf.add(1, tf.mul(x as tf.Tensor, tf.sub(1, sigmoid))))
        return tf.mul(dy, slope)
      },
    }
  })(x)
