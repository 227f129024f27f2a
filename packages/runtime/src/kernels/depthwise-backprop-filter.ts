/** The gradient of a depthwise convolution in its filter. */
import * as tf from '@tensorflow/tfjs-core'
import { convolutionInfo, forwardPadding } from './convolution.ts'

/**
 * `DepthwiseConv2dNativeBackpropFilter` as a forward depthwise convolution.
 *
 * As for an ordinary convolution, with dy as the filter and the stride as the dilation, but images stay apart like
 * channels and are summed afterwards.
 */
export const depthwiseBackpropFilter: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
    const shape = attrs?.filterShape as unknown as [number, number, number, number]
    const info = convolutionInfo(attrs, x.shape, shape, true)
    const [n, h, w, channels] = x.shape
    const [height, width, , multiplier] = shape
    const images: tf.Tensor4D = tf.reshape(tf.transpose(x, [1, 2, 0, 3]), [1, h, w, n * channels])
    const filter: tf.Tensor4D = tf.reshape(tf.transpose(dy, [1, 2, 0, 3]), [
      info.outHeight,
      info.outWidth,
      n * channels,
      multiplier,
    ])
    const strides: [number, number] = [info.strideHeight, info.strideWidth]
    const taps = tf.depthwiseConv2d(images, filter, 1, forwardPadding(info), 'NHWC', strides)
    const within = tf.slice(taps, 0, [1, height, width, n * channels * multiplier])
    return tf.reshape(tf.sum(tf.reshape(within, [height, width, n, -1]), 2), shape)
  })
