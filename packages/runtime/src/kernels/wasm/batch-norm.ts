/** `BatchNormTraining` and its gradient on wasm; `@deepauc/models` says what they compute. */
import type * as tf from '@tensorflow/tfjs-core'
import { callCompanion, type WasmBackend } from './companion.ts'
import { shared } from './identity.ts'

type Inputs<Name extends string> = Record<Name, tf.Tensor>

/** y, the mean and the unbiased variance of the batch; for the gradient the mean and 1 / √(biased variance + ε), twice. */
export const batchNormTraining: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, scale, offset } = inputs as Inputs<'x' | 'scale' | 'offset'>
  const wasm = backend as WasmBackend
  const y = wasm.makeOutput(x.shape, 'float32')
  const [mean, variance, inverse] = [0, 1, 2].map(() =>
    wasm.makeOutput(scale.shape, 'float32'),
  ) as [tf.TensorInfo, tf.TensorInfo, tf.TensorInfo]
  callCompanion(
    wasm,
    'batchNorm',
    [x, scale, offset, y, mean, variance, inverse],
    [x.size / scale.size, scale.size, attrs?.epsilon as number],
  )
  return [y, mean, variance, shared(wasm, mean), inverse, shared(wasm, inverse)]
}

/** dx, dScale and dOffset. */
export const batchNormTrainingGrad: tf.KernelFunc = ({ inputs, backend }) => {
  const { dy, x, scale, reserve0, reserve1 } = inputs as Inputs<
    'dy' | 'x' | 'scale' | 'reserve0' | 'reserve1'
  >
  const wasm = backend as WasmBackend
  const outputs = [x, scale, scale].map(({ shape }) => wasm.makeOutput(shape, 'float32'))
  callCompanion(
    wasm,
    'batchNormGradient',
    [dy, x, scale, reserve0, reserve1, ...outputs],
    [x.size / scale.size, scale.size],
  )
  return outputs
}
