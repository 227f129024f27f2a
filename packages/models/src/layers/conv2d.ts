/** Convolution as in PyTorch's `Conv2d(from, to, window, stride, padding)`. */
import * as tf from '@tensorflow/tfjs-core'
import { constant, type Initializer, xavierNormal } from '../initializers.ts'
import type { Weights } from '../weights.ts'
import type { Layer } from './layer.ts'
import { padImage } from './padding.ts'

/** Options of {@link conv2d}. */
export interface Conv2dOptions {
  /** Channels of the input. */
  readonly from: number
  /** Channels of the output. */
  readonly to: number
  /** Height and width of the filter, odd. Default 3. */
  readonly window?: number
  /** Pixels from one place of the filter to the next. Default 1. */
  readonly stride?: number
  /** Pixels of zeros on every side; by default as many as keep the size at stride 1. */
  readonly padding?: number
  /** Whether a number is added to each channel. Default false. */
  readonly bias?: boolean
  /** Of the filter. Default: `xavierNormal`. */
  readonly initializer?: Initializer
}

/** Convolution of `from` to `to` channels, 3×3 with stride 1 unless told otherwise, without bias. */
export function conv2d(
  weights: Weights,
  {
    from,
    to,
    window = 3,
    stride = 1,
    padding = (window - 1) / 2,
    bias: hasBias = false,
    initializer = xavierNormal,
  }: Conv2dOptions,
): Layer {
  const shape = [window, window, from, to]
  const filter = weights.parameter('weight', shape, initializer) as tf.Variable<tf.Rank.R4>
  const bias = hasBias ? weights.parameter('bias', [to], constant(0)) : undefined
  const convolve = convolution(padding === (window - 1) / 2, stride, padding)
  return (x) => {
    const y = convolve(x, filter)
    return bias ? tf.add(y, bias) : y
  }
}

type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor4D

function convolution(keepsSize: boolean, stride: number, padding: number): Convolve {
  if (keepsSize && stride === 1) return (x, filter) => tf.conv2d(x, filter, 1, 'same')
  // TensorFlow's 'same' would pad below and to the right only, one pixel away from PyTorch.
  return (x, filter) => tf.conv2d(padImage(x, padding), filter, stride, 'valid')
}
