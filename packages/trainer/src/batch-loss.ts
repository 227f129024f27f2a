/** A batch through the network in training mode. */
import type * as tf from '@tensorflow/tfjs-core'
import type { BatchTensors, Loss } from './method.ts'
import type { TrainableModel } from './structures.ts'

/** The loss of a batch. @param updateStatistics whether the pass moves running statistics */
export function lossOf(
  loss: Loss,
  model: TrainableModel,
  batch: BatchTensors,
  updateStatistics = true,
): tf.Scalar {
  return loss(batch.labels, logitsOf(model, batch, updateStatistics))
}

/** Logits `[n, labels]`. */
export function logitsOf(
  model: TrainableModel,
  { images, noise }: BatchTensors,
  updateStatistics: boolean,
): tf.Tensor2D {
  return model.apply(images, { training: true, updateStatistics, ...(noise && { noise }) })
}
