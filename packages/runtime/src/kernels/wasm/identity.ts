/** Copies that share their values: tensors never change. */
import type * as tf from '@tensorflow/tfjs-core'
import type { WasmBackend } from './companion.ts'

/** `Identity`, which copies on tfjs's wasm back end: every tensor that is saved for a gradient would be in memory twice. */
export const identity: tf.KernelFunc = ({ inputs, backend }) =>
  shared(backend as WasmBackend, inputs.x as tf.TensorInfo)

/** The same tensor once more. */
export function shared(backend: WasmBackend, tensor: tf.TensorInfo): tf.TensorInfo {
  backend.incRef(tensor.dataId)
  const { dataId, shape, dtype } = tensor
  return { dataId, shape, dtype }
}
