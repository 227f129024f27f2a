/** `BatchNormTraining` and its gradient as one TensorFlow op each; `@deepauc/models` says what they compute. */
import * as tf from '@tensorflow/tfjs-core'
import { type NodeBackend, runOp } from '../node-backend.ts'

type Inputs<Name extends string> = Record<Name, tf.Tensor>

const types = ['T', 'U']

/** y, the mean and the unbiased variance of the batch, and three reserves for the gradient. */
export const batchNormTraining: tf.KernelFunc = ({ inputs, attrs, backend }) =>
  tf.tidy(() => {
    const { x, scale, offset } = inputs as Inputs<'x' | 'scale' | 'offset'>
    // Running statistics, which the op ignores: with a factor of 1 it returns those of the batch.
    const ignored = tf.tensor1d([])
    return runOp(backend as NodeBackend, {
      op: 'FusedBatchNormV3',
      inputs: [x, scale, offset, ignored, ignored],
      types,
      attributes: { ...attributes(attrs), exponential_avg_factor: 1 },
      outputs: 6,
    })
  })

/** dx, dScale and dOffset. */
export const batchNormTrainingGrad: tf.KernelFunc = ({ inputs, attrs, backend }) =>
  tf.tidy(() => {
    const { dy, x, scale, reserve0, reserve1, reserve2 } = inputs as Inputs<
      'dy' | 'x' | 'scale' | 'reserve0' | 'reserve1' | 'reserve2'
    >
    const outputs = runOp(backend as NodeBackend, {
      op: 'FusedBatchNormGradV3',
      inputs: [dy, x, scale, reserve0, reserve1, reserve2],
      types,
      attributes: attributes(attrs),
      outputs: 5,
    })
    return outputs.slice(0, 3)
  })

function attributes(attrs: tf.NamedAttrMap | undefined): Record<string, boolean | number | string> {
  return { epsilon: attrs?.epsilon as number, data_format: 'NHWC', is_training: true }
}
