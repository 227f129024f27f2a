/** The gradient of a convolution in its filter. */
import * as tf from '@tensorflow/tfjs-core'
import { convolutionInfo, forwardPadding } from './convolution.ts'

/**
 * `Conv2DBackpropFilter` as a forward convolution.
 *
 * dFilter[i, j, c, d] = Σ x[n, i + s·p, j + s·q, c] · dy[n, p, q, d] over n, p, q is the convolution of x with dy as the
 * filter, where images take the place of channels and the stride that of the dilation.
 */
export const conv2dBackpropFilter: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
    const shape = attrs?.filterShape as unknown as [number, number, number, number]
    const info = convolutionInfo(attrs, x.shape, shape, false)
    const [height, width, input, output] = shape
    const taps = tf.conv2d(
      tf.transpose(x, [3, 1, 2, 0]),
      tf.transpose(dy, [1, 2, 0, 3]),
      1,
      forwardPadding(info),
      'NHWC',
      [info.strideHeight, info.strideWidth],
    )
    // Pixels that no window reached give more taps than there are.
    const within = tf.slice(taps, 0, [input, height, width, output])
    return tf.transpose(within, [1, 2, 0, 3])
  })
