/** Convolution as in PyTorch's `Conv2d(from, to, 3, stride, padding=1, bias=False)`. */
import * as tf from '@tensorflow/tfjs-core'
import { xavierNormal } from '../initializers.ts'
import type { Weights } from '../weights.ts'
import type { Layer } from './layer.ts'

const onePixelAround: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
]

/** 3×3 convolution of `from` to `to` channels with one pixel of zeros around the image, without bias. */
export function conv2d(
  weights: Weights,
  { from, to, stride = 1 }: { from: number; to: number; stride?: 1 | 2 },
): Layer {
  const filter = weights.parameter(
    'weight',
    [3, 3, from, to],
    xavierNormal,
  ) as tf.Variable<tf.Rank.R4>
  if (stride === 1) return (x) => tf.conv2d(x, filter, 1, 'same')
  // TensorFlow's 'same' would pad below and to the right only, one pixel away from PyTorch.
  return (x) => tf.conv2d(tf.pad(x, onePixelAround), filter, stride, 'valid')
}
