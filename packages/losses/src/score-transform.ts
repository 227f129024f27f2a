/** What the AUC loss sees of a network's raw output. */
import * as tf from '@tensorflow/tfjs-core'

/** `'sigmoid'`: probabilities (LibAUC's choice); `'l2'`: scores divided by their Euclidean norm over the batch; `'none'`. */
export type ScoreTransform = 'sigmoid' | 'l2' | 'none'

/**
 * The scores as the loss sees them.
 *
 * @param scores `[n, labels]`
 * @param known of the same shape, 0 for scores that `'l2'` leaves out (they become 0), 1 for others. Default: all 1
 * @returns `[n, labels]`; for `'l2'` every column has norm 1 (a column of zeros stays)
 */
export function transformScores<T extends tf.Tensor>(
  scores: T,
  transform: ScoreTransform,
  known?: tf.Tensor,
): T {
  if (transform === 'sigmoid') return tf.sigmoid(scores)
  if (transform === 'none') return scores
  const counted = known === undefined ? scores : tf.mul(scores, known)
  // Bounded before the root, whose derivative at 0 is infinite.
  const norm = tf.sqrt(tf.maximum(tf.sum(tf.square(counted), 0, true), 1e-24))
  return tf.div(counted, norm) as T
}
