/** The gradient of a convolution in its input. */
import * as tf from '@tensorflow/tfjs-core'
import { convolutionInfo, transposedConvolution, turned } from './convolution.ts'

/** `Conv2DBackpropInput` as a forward convolution with the filter turned by 180°. */
export const conv2dBackpropInput: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { dy, filter } = inputs as Record<'dy' | 'filter', tf.Tensor4D>
    const shape = attrs?.inputShape as unknown as number[]
    const info = convolutionInfo(attrs, shape, filter.shape, false)
    const exchanged = tf.transpose(turned(filter), [0, 1, 3, 2])
    return transposedConvolution(dy, info, (spread, pad) => tf.conv2d(spread, exchanged, 1, pad))
  })
