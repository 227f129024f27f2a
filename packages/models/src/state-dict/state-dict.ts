/** The weights of a model for PyTorch. */
import type { SafetensorsTensor } from '@deepauc/safetensors'
import * as tf from '@tensorflow/tfjs-core'
import type { Model } from '../model.ts'
import { type TorchLayout, torchLayouts, toTorch } from './torch-layout.ts'

/**
 * Parameters and statistics of `model` at the time of the call, under PyTorch's names and in its layouts, so that
 * `load_state_dict` takes them.
 *
 * A filter `[height, width, in, 1]` of more than one pixel is taken for a depthwise one, `(in, 1, height, width)` there,
 * and any other for that of an ordinary convolution.
 */
export async function stateDict({
  parameters,
  statistics,
}: Pick<Model, 'parameters' | 'statistics'>): Promise<Map<string, SafetensorsTensor>> {
  const weights = Object.entries({ ...parameters, ...statistics })
  const tensors = tf.tidy(() =>
    weights.map(([, weight]) => toTorch(weight, torchLayouts(weight.shape)[0] as TorchLayout)),
  )
  const arrays = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()))
  const state = weights.map(([name], i): [string, SafetensorsTensor] => {
    const { shape } = tensors[i] as tf.Tensor
    // A copy, for a back end may hand out the very memory of a weight.
    return [name, { dtype: 'F32', shape, data: (arrays[i] as Float32Array).slice() }]
  })
  tf.dispose(tensors)
  return new Map(state)
}
