/**
 * Batch normalisation by the statistics of the batch.
 *
 * A back end may bring its own implementation by registering two kernels, as `@deepauc/runtime` does:
 * - `BatchNormTraining`: inputs x `[n, height, width, c]`, scale `[c]`, offset `[c]`; attribute epsilon; outputs y, the
 *   batch mean `[c]`, the batch variance `[c]` with Bessel's correction, then three tensors for the backward pass that
 *   only the back end understands (the reserves).
 * - `BatchNormTrainingGrad`: inputs dy, x, scale, reserve0, reserve1, reserve2; attribute epsilon; outputs dx, dScale,
 *   dOffset.
 */
import * as tf from '@tensorflow/tfjs-core'
import { type BatchNormImplementation, composedBatchNorm } from './composed-batch-norm.ts'

/** Options of {@link batchNormTraining}. */
export interface BatchNormTrainingOptions {
  /** Keeps the root from 0. Default 1e-5. */
  readonly epsilon?: number
  /** Gets the mean and the unbiased variance of the batch, `[c]` each, which live until it returns. */
  readonly onStatistics?: ((mean: tf.Tensor1D, variance: tf.Tensor1D) => void) | undefined
}

/**
 * (x − mean) / √(variance + epsilon) · scale + offset per channel, with the mean and the biased variance of the batch.
 *
 * Differentiable once in x, scale and offset; no gradient flows through what `onStatistics` gets.
 *
 * @param x `[n, height, width, c]`
 * @param scale `[c]`
 * @param offset `[c]`
 * @returns the shape of x
 * @throws RangeError if a channel has a single value, which has no unbiased variance
 * @see Ioffe and Szegedy, Batch normalization, 2015, algorithm 1
 */
export function batchNormTraining(
  x: tf.Tensor4D,
  scale: tf.Tensor1D,
  offset: tf.Tensor1D,
  { epsilon = 1e-5, onStatistics }: BatchNormTrainingOptions = {},
): tf.Tensor4D {
  const [n, height, width] = x.shape
  if (n * height * width < 2)
    throw new RangeError(`batch normalisation needs two values per channel, got [${x.shape}]`)
  const hasKernel = tf.getKernel('BatchNormTraining', tf.getBackend()) !== undefined
  const { forward, backward } = hasKernel ? kernelBatchNorm : composedBatchNorm
  const normalise = tf.customGrad((...inputs) => {
    const save = inputs.pop() as tf.GradSaveFunc
    const { y, mean, variance, saved } = forward(x, scale, offset, epsilon)
    // The tape is off within the forward function of a custom gradient.
    onStatistics?.(mean, variance)
    save([scale, ...saved])
    return {
      value: y,
      gradFunc: (dy: tf.Tensor4D, [scale, ...saved]: tf.Tensor[]) =>
        backward(dy, scale as tf.Tensor1D, saved, epsilon),
    }
  })
  return normalise(x, scale, offset) as tf.Tensor4D
}

const kernelBatchNorm: BatchNormImplementation = {
  forward: (x, scale, offset, epsilon) => {
    const outputs = tf.engine().runKernel('BatchNormTraining', { x, scale, offset }, { epsilon })
    const [y, mean, variance, ...reserves] = outputs as unknown as [
      tf.Tensor4D,
      tf.Tensor1D,
      tf.Tensor1D,
      ...tf.Tensor[],
    ]
    return { y, mean, variance, saved: [x, ...reserves] }
  },
  backward: (dy, scale, saved, epsilon) => {
    const [x, reserve0, reserve1, reserve2] = saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
    const inputs = { dy, x, scale, reserve0, reserve1, reserve2 }
    return tf.engine().runKernel('BatchNormTrainingGrad', inputs, { epsilon }) as tf.Tensor[]
  },
}
