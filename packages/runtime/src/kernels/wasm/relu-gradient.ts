/** The gradient of relu on wasm. */
import type * as tf from '@tensorflow/tfjs-core'
import { callCompanion, type WasmBackend } from './companion.ts'

/** `ReluGrad`: dy where the output of relu is positive. */
export const reluGradient: tf.KernelFunc = ({ inputs, backend }) => {
  const { dy, saved } = inputs as Record<'dy' | 'saved', tf.Tensor>
  const dx = (backend as WasmBackend).makeOutput(dy.shape, 'float32')
  callCompanion(backend as WasmBackend, 'reluGradient', [dy, saved, dx], [dy.size])
  return dx
}
