/** Cross-entropy on logits. */
import * as tf from '@tensorflow/tfjs-core'

/**
 * Mean binary cross-entropy of logits:
 *
 *     (1/n) Σ softplus(f) − y·f,  gradient (sigmoid(f) − y)/n
 *
 * Stable for logits of any size.
 *
 * @param labels `[n]` or `[n, labels]`; 1 positive, 0 negative
 * @param logits of the same size
 * @returns scalar
 * @see the average loss L_AVG of Yuan et al., ICLR 2022, eq. 1
 * @example
 * const loss = crossEntropy(labels, logits)
 */
export function crossEntropy(labels: tf.Tensor, logits: tf.Tensor): tf.Scalar {
  return tf.tidy(() => meanCrossEntropy(labels)(tf.reshape(logits, labels.shape)) as tf.Scalar)
}

function meanCrossEntropy(labels: tf.Tensor) {
  return tf.customGrad((...inputs) => {
    const [f, save] = inputs as [tf.Tensor, tf.GradSaveFunc]
    const softplus = tf.add(tf.relu(f), tf.log1p(tf.exp(tf.neg(tf.abs(f)))))
    save([tf.div(tf.sub(tf.sigmoid(f), labels), f.size)])
    return {
      value: tf.mean(tf.sub(softplus, tf.mul(labels, f))),
      gradFunc: (dy: tf.Tensor, [gradient]: tf.Tensor[]) => tf.mul(dy, gradient as tf.Tensor),
    }
  })
}
