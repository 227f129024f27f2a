/** Sums of rows by segment: the gradient of a gather. */
import * as tf from '@tensorflow/tfjs-core'

/** `UnsortedSegmentSum` by `ScatterNd`, which adds up duplicates; ids outside [0, numSegments) are dropped. */
export const unsortedSegmentSum: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { x, segmentIds } = inputs as { x: tf.Tensor; segmentIds: tf.Tensor1D }
    const segments = attrs?.numSegments as number
    const rest = x.shape.slice(1)
    // ScatterNd does not check its indices: what is outside goes to one more row, which is cut off.
    const inside = tf.logicalAnd(tf.greaterEqual(segmentIds, 0), tf.less(segmentIds, segments))
    const rows = tf.where(inside, segmentIds, tf.fill([segmentIds.size], segments, 'int32'))
    const sums = tf.scatterND(tf.reshape(rows, [-1, 1]), x, [segments + 1, ...rest])
    return tf.slice(sums, 0, [segments, ...rest])
  })
