/** What the methods that train on an AUC loss from batch to batch have in common. */
import type { AucMarginOptions } from '@deepauc/losses'
import { type AucState, type PesgOptions, pesg } from '@deepauc/optimizers'
import type * as tf from '@tensorflow/tfjs-core'
import { lossOf } from './batch-loss.ts'
import type { BatchTensors, Stage } from './method.ts'

/** A loss of labels, logits `[n, labels]` and the auxiliary variables. */
export type AucLoss = (labels: tf.Tensor, logits: tf.Tensor2D, auc: AucState) => tf.Scalar

/**
 * Steps of PESG on batches with P positives.
 *
 * @param loss the loss's own options; PESG's dual step needs its margin
 */
export function aucStage(outer: AucLoss, loss: AucMarginOptions, options: PesgOptions): Stage {
  return {
    batches: ['balanced'],
    gradientEvaluations: 1,
    optimizer: pesg({ margin: loss.margin ?? 1, ...options }),
    problem: ({ model, auc }, [batch]) => ({
      weights: model.parameters,
      auc,
      outer: () =>
        lossOf((labels, logits) => outer(labels, logits, auc), model, batch as BatchTensors),
    }),
  }
}
