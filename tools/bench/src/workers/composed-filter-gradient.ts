/** The gradient of a convolution in its filter as anybody would write it for the wasm back end, which has none. */
import * as tf from '@tensorflow/tfjs-core'

type Pair = [number, number]

/** `Conv2DBackpropFilter` for NHWC: for every tap, the pixels that it meets, transposed, times dy. */
export const composedFilterGradient: tf.KernelFunc = ({ inputs, attrs }) =>
  tf.tidy(() => {
    const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
    const { strides, pad, filterShape } = attrs as unknown as {
      strides: number | Pair
      pad: 'valid' | 'same' | number
      filterShape: [number, number, number, number]
    }
    const [height, width, from, to] = filterShape
    const { padInfo, strideHeight, strideWidth } = tf.backend_util.computeConv2DInfo(
      x.shape,
      filterShape,
      strides,
      1,
      pad,
    )
    const sides: Pair[] = [
      [0, 0],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
      [0, 0],
    ]
    const padded = pad === 'valid' ? x : tf.pad(x, sides)
    const right = tf.reshape(dy, [-1, to])
    const taps = Array.from({ length: height * width }, (_, tap) => {
      const corner: Pair = [Math.floor(tap / width), tap % width]
      const met = pixels(padded, corner, [strideHeight, strideWidth], dy.shape)
      return tf.matMul(tf.reshape(met, [-1, from]), right, true)
    })
    return tf.reshape(tf.stack(taps), filterShape)
  })

/** As many pixels as dy has, from a corner on. */
function pixels(
  x: tf.Tensor4D,
  [i, j]: Pair,
  [down, across]: Pair,
  [n, rows, columns]: tf.Tensor4D['shape'],
): tf.Tensor4D {
  const channels = x.shape[3]
  if (down === 1 && across === 1) return tf.slice(x, [0, i, j, 0], [n, rows, columns, channels])
  const end = [n, i + (rows - 1) * down + 1, j + (columns - 1) * across + 1, channels]
  return tf.stridedSlice(x, [0, i, j, 0], end, [1, down, across, 1]) as tf.Tensor4D
}
