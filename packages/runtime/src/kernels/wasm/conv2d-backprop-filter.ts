/** The gradient of a convolution in its filter on wasm. */
import type * as tf from '@tensorflow/tfjs-core'
import { convolutionInfo } from '../convolution.ts'
import { callCompanion, type WasmBackend } from './companion.ts'

/** `Conv2DBackpropFilter`. */
export const conv2dBackpropFilter: tf.KernelFunc = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
  const filterShape = attrs?.filterShape as unknown as [number, number, number, number]
  const info = convolutionInfo(attrs, x.shape, filterShape, false)
  const dFilter = (backend as WasmBackend).makeOutput(filterShape, 'float32')
  callCompanion(
    backend as WasmBackend,
    'convolutionFilterGradient',
    [x, dy, dFilter],
    [
      ...x.shape,
      ...[info.outHeight, info.outWidth, info.outChannels, info.filterHeight, info.filterWidth],
      ...[info.padInfo.top, info.padInfo.left, info.strideHeight, info.strideWidth],
    ],
  )
  return dFilter
}
