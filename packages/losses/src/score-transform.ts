/** What the AUC loss sees of a network's raw output. */
import * as tf from '@tensorflow/tfjs-core'

/** `'sigmoid'`: probabilities (LibAUC's choice); `'l2'`: scores divided by their Euclidean norm over the batch; `'none'`. */
export type ScoreTransform = 'sigmoid' | 'l2' | 'none'

/**
 * The scores as the loss sees them.
 *
 * @param scores `[n, labels]`
 * @returns `[n, labels]`; for `'l2'` every column has norm 1 (a column of zeros stays)
 */
export function transformScores<T extends tf.Tensor>(scores: T, transform: ScoreTransform): T {
  if (transform === 'sigmoid') return tf.sigmoid(scores)
  if (transform === 'none') return scores
  const norm = tf.sqrt(tf.sum(tf.square(scores), 0, true))
  return tf.div(scores, tf.maximum(norm, 1e-12)) as T
}
