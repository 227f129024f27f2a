/** Batch normalisation with PyTorch's conventions. */
import * as tf from '@tensorflow/tfjs-core'
import { batchNormTraining } from '../batch-norm-training.ts'
import { constant } from '../initializers.ts'
import type { Weights } from '../weights.ts'
import type { Layer } from './layer.ts'

const momentum = 0.1

/**
 * Normalises each channel, then scales and shifts it.
 *
 * In training mode `running ← 0.9 · running + 0.1 · batch`, where the variance is the unbiased one.
 *
 * @see Ioffe and Szegedy, Batch normalization, 2015
 */
export function batchNorm(weights: Weights, channels: number, epsilon = 1e-5): Layer {
  const scale = weights.parameter('weight', [channels], constant(1)) as tf.Variable<tf.Rank.R1>
  const offset = weights.parameter('bias', [channels], constant(0)) as tf.Variable<tf.Rank.R1>
  const mean = weights.statistic('running_mean', [channels], 0) as tf.Variable<tf.Rank.R1>
  const variance = weights.statistic('running_var', [channels], 1) as tf.Variable<tf.Rank.R1>
  const update = (batchMean: tf.Tensor1D, batchVariance: tf.Tensor1D) => {
    mean.assign(moved(mean, batchMean))
    variance.assign(moved(variance, batchVariance))
  }
  return (x, { training, updateStatistics = true }) => {
    if (!training) return tf.batchNorm4d(x, mean, variance, offset, scale, epsilon)
    const onStatistics = updateStatistics ? update : undefined
    return batchNormTraining(x, scale, offset, { epsilon, onStatistics })
  }
}

function moved(running: tf.Tensor1D, batch: tf.Tensor1D): tf.Tensor1D {
  return tf.add(tf.mul(running, 1 - momentum), tf.mul(batch, momentum))
}
