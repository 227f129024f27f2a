/** Batch normalisation with the conventions of tf.layers. */
import * as tf from '@tensorflow/tfjs-core'
import { batchNormTraining } from '../batch-norm-training.ts'
import { inputShapeOf, type KerasLayer, type Replacement, variableOf } from './layer.ts'

/**
 * What a `tf.layers.batchNormalization` computes. Its own `call` has no gradient without scale or offset
 * (tensorflow/tfjs#2868), moves the averages whether they shall move or not, and knows no kernels of the back end.
 *
 * In training mode `average ← momentum · average + (1 − momentum) · batch`, where the variance is the biased one.
 *
 * @throws TypeError if the axis is not the last one
 */
export function batchNormalization(layer: KerasLayer): Replacement {
  const { axis, epsilon, momentum } = layer.getConfig() as {
    [key in 'axis' | 'epsilon' | 'momentum']: number
  }
  if (axis !== -1 && axis !== inputShapeOf(layer).length - 1)
    throw new TypeError(`${layer.name} normalises along axis ${axis}, which is not the last one`)
  const mean = variableOf(layer, 'moving_mean') as tf.Variable<tf.Rank.R1>
  const variance = variableOf(layer, 'moving_variance') as tf.Variable<tf.Rank.R1>
  const [gamma, beta] = [variableOf(layer, 'gamma'), variableOf(layer, 'beta')]
  const channels = mean.size
  return (x, { training, updateStatistics = true }) => {
    const scale = (gamma ?? tf.ones([channels])) as tf.Tensor1D
    const offset = (beta ?? tf.zeros([channels])) as tf.Tensor1D
    const pixels: tf.Tensor4D = tf.reshape(x, [x.shape[0] as number, -1, 1, channels])
    if (!training)
      return tf.reshape(tf.batchNorm4d(pixels, mean, variance, offset, scale, epsilon), x.shape)
    const biased = 1 - channels / x.size
    const move = (batchMean: tf.Tensor, batchVariance: tf.Tensor) => {
      mean.assign(moved(mean, batchMean, momentum))
      variance.assign(moved(variance, tf.mul(batchVariance, biased), momentum))
    }
    const options = { epsilon, onStatistics: updateStatistics ? move : undefined }
    return tf.reshape(batchNormTraining(pixels, scale, offset, options), x.shape)
  }
}

function moved(average: tf.Tensor1D, batch: tf.Tensor, momentum: number): tf.Tensor1D {
  return tf.add(tf.mul(average, momentum), tf.mul(batch, 1 - momentum))
}
