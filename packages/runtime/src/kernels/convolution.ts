/** What the gradients of convolutions share, on back ends whose forward convolution is the fast one. */
import * as tf from '@tensorflow/tfjs-core'

/** Zeros around the image, as tf.conv2d takes them. */
export type Padding = [[0, 0], [number, number], [number, number], [0, 0]]

/** Sizes of a forward convolution `[n, h, w, c]` with a filter `[h, w, in, out]`, from the attributes of its gradient kernel. */
export function convolutionInfo(
  attrs: tf.NamedAttrMap | undefined,
  inputShape: readonly number[],
  filterShape: readonly number[],
  depthwise: boolean,
): tf.backend_util.Conv2DInfo {
  const {
    strides,
    pad,
    dataFormat,
    dimRoundingMode,
    dilations = 1,
  } = attrs as unknown as {
    strides: number | [number, number]
    pad: 'valid' | 'same' | number
    dataFormat?: 'NHWC' | 'NCHW'
    dimRoundingMode?: 'floor' | 'round' | 'ceil'
    dilations?: number | [number, number]
  }
  if (dataFormat === 'NCHW') throw new Error('the gradient of a convolution needs NHWC')
  if ([dilations].flat().some((dilation) => dilation !== 1))
    throw new Error(`there is no gradient of a convolution with dilations ${dilations}`)
  return tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    1,
    pad,
    dimRoundingMode,
    depthwise,
  )
}

/** The padding of the forward convolution. */
export function forwardPadding({
  padInfo: { top, bottom, left, right },
}: tf.backend_util.Conv2DInfo): Padding {
  return [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]
}

/** A filter turned by 180°, tap by tap: `tf.reverse` takes every number by itself on wasm. */
export function turned(filter: tf.Tensor4D): tf.Tensor4D {
  const taps = filter.shape[0] * filter.shape[1]
  if (taps === 1) return filter
  const parts = tf.split(tf.reshape(filter, [taps, -1]), taps)
  return tf.reshape(tf.concat(parts.reverse()), filter.shape)
}

/**
 * The gradient of a convolution in its input as a convolution of dy with stride 1.
 *
 * Stride s puts s − 1 zeros after every row and column of dy; the padding is what a filter turned by 180° needs.
 *
 * @param convolve runs the convolution with the turned filter
 * @returns the shape of the input
 */
export function transposedConvolution(
  dy: tf.Tensor4D,
  info: tf.backend_util.Conv2DInfo,
  convolve: (dy: tf.Tensor4D, padding: Padding) => tf.Tensor4D,
): tf.Tensor4D {
  const { strideHeight, strideWidth, filterHeight, filterWidth, inHeight, inWidth, padInfo } = info
  const spread = spreadOut(dy, strideHeight, strideWidth)
  const rows = margins(inHeight, spread.shape[1], filterHeight, padInfo.top)
  const columns = margins(inWidth, spread.shape[2], filterWidth, padInfo.left)
  const padded = convolve(spread, [[0, 0], rows.padding, columns.padding, [0, 0]])
  if (padded.shape[1] === inHeight && padded.shape[2] === inWidth) return padded
  const [n, , , channels] = padded.shape
  return tf.slice(padded, [0, rows.begin, columns.begin, 0], [n, inHeight, inWidth, channels])
}

/** Padding before and after, and where the result begins when the padding would have to be negative. */
function margins(
  input: number,
  spread: number,
  filter: number,
  forwardPad: number,
): { padding: [number, number]; begin: number } {
  const before = filter - 1 - forwardPad
  const after = input - spread - before + filter - 1
  return { padding: [Math.max(0, before), Math.max(0, after)], begin: Math.max(0, -before) }
}

/** Puts zeros after every pixel: two paddings of a matrix, which every back end has. */
function spreadOut(x: tf.Tensor4D, down: number, across: number): tf.Tensor4D {
  const [n, height, width, channels] = x.shape
  const wide = appendZeros(x, n * height * width, (across - 1) * channels)
  const high = appendZeros(wide, n * height, (down - 1) * width * across * channels)
  return tf.reshape(high, [n, height * down, width * across, channels])
}

function appendZeros(x: tf.Tensor, rows: number, zeros: number): tf.Tensor {
  if (zeros === 0) return x
  return tf.pad(tf.reshape(x, [rows, -1]), [
    [0, 0],
    [0, zeros],
  ])
}
