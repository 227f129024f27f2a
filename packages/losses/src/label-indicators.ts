/** Labels as numbers to multiply with. */
import * as tf from '@tensorflow/tfjs-core'

export interface LabelIndicators {
  /** `[n, labels]`: 1 where the label is 1. */
  readonly positive: tf.Tensor2D
  /** `[n, labels]`: 1 where the label is 0. */
  readonly negative: tf.Tensor2D
}

/**
 * Which examples are positives and which negatives. Anything but 0 and 1, NaN included, is neither: unknown.
 *
 * @param labels `[n]` or `[n, labels]`
 */
export function labelIndicators(labels: tf.Tensor): LabelIndicators {
  const columns = columnsLike(labels, labels)
  return {
    positive: tf.cast(tf.equal(columns, 1), 'float32') as tf.Tensor2D,
    negative: tf.cast(tf.equal(columns, 0), 'float32') as tf.Tensor2D,
  }
}

/**
 * The scores of some labels, one column for each label.
 *
 * @param labels `[n]` or `[n, labels]`
 * @param scores of the same size, in any shape
 * @returns `[n, labels]`
 */
export function columnsLike(labels: tf.Tensor, scores: tf.Tensor): tf.Tensor2D {
  return tf.reshape(scores, [labels.shape[0] ?? 1, labelCount(labels)])
}

/** How many labels every example has. */
export function labelCount({ shape: [, ...rest] }: tf.Tensor): number {
  return rest.reduce((product, size) => product * size, 1)
}

/** @throws RangeError if there is not one score for each label */
export function assertSameSize(labels: tf.Tensor, scores: tf.Tensor): void {
  if (labels.size !== scores.size)
    throw new RangeError(`Sizes of labels [${labels.shape}] and scores [${scores.shape}] differ`)
}

/**
 * Which example is of which class. A label that is no class (NaN, −1, 1.5) gives a row of zeros: unknown.
 *
 * @param labels `[n]`, the number of the class
 * @returns `[n, classes]`
 */
export function classIndicators(labels: tf.Tensor, classes: number): tf.Tensor2D {
  const column = tf.reshape(labels, [labels.size, 1])
  return tf.cast(tf.equal(column, tf.range(0, classes)), 'float32') as tf.Tensor2D
}

/** How many classes there are. @throws RangeError if labels are not `[n]` or logits not `[n, classes]` */
export function classCount(labels: tf.Tensor, logits: tf.Tensor): number {
  const [n, classes] = logits.shape
  if (logits.rank !== 2 || labels.size !== n || classes === undefined)
    throw new RangeError(
      `Sizes must be labels [n] and logits [n, classes], got [${labels.shape}] and [${logits.shape}]`,
    )
  return classes
}
