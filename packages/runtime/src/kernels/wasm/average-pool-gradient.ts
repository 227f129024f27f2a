/** The gradient of average pooling on wasm, where tfjs's own visits a whole window for every pixel. */
import * as tf from '@tensorflow/tfjs-core'
import { callCompanion, type WasmBackend } from './companion.ts'

/** `AvgPoolGrad`. Unlike tfjs's, it leaves padding out of the mean, as the pooling itself does. */
export const averagePoolGradient: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { dy, input } = inputs as Record<'dy' | 'input', tf.Tensor4D>
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as {
    filterSize: number | [number, number]
    strides: number | [number, number]
    pad: 'valid' | 'same' | number
    dimRoundingMode?: 'floor' | 'round' | 'ceil'
  }
  const info = tf.backend_util.computePool2DInfo(
    input.shape,
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  )
  const dx = (backend as WasmBackend).makeOutput(input.shape, 'float32')
  callCompanion(
    backend as WasmBackend,
    'averagePoolGradient',
    [dy, dx],
    [
      ...input.shape,
      ...[info.outHeight, info.outWidth, info.filterHeight, info.filterWidth],
      ...[info.padInfo.top, info.padInfo.left, info.strideHeight, info.strideWidth],
    ],
  )
  return dx
}
