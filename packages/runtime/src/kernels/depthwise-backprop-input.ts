/** The gradient of a depthwise convolution in its input. */
import * as tf from '@tensorflow/tfjs-core'
import { convolutionInfo, transposedConvolution, turned } from './convolution.ts'

/** `DepthwiseConv2dNativeBackpropInput` as a forward depthwise convolution with the filter turned by 180°. */
export const depthwiseBackpropInput: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { dy, filter } = inputs as Record<'dy' | 'filter', tf.Tensor4D>
    const shape = attrs?.inputShape as unknown as [number, number, number, number]
    const info = convolutionInfo(attrs, shape, filter.shape, true)
    const [height, width, channels, multiplier] = filter.shape
    const apart: tf.Tensor4D = tf.reshape(turned(filter), [height, width, channels * multiplier, 1])
    const dx = transposedConvolution(dy, info, (spread, pad) =>
      tf.depthwiseConv2d(spread, apart, 1, pad),
    )
    return multiplier === 1 ? dx : tf.reshape(tf.sum(tf.reshape(dx, [-1, multiplier]), 1), shape)
  })
