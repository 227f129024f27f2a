/** Convolution of each channel by itself, as in PyTorch's `Conv2d(channels, channels, window, stride, padding, groups=channels)`. */
import * as tf from '@tensorflow/tfjs-core'
import { normal } from '../initializers.ts'
import type { Weights } from '../weights.ts'
import type { Layer } from './layer.ts'
import { padImage } from './padding.ts'

/**
 * Depthwise convolution with as many pixels of zeros around the image as keep its size at stride 1, without bias.
 *
 * The filter is `[window, window, channels, 1]` and starts as PyTorch's `kaiming_normal_(mode='fan_out')`, for which
 * a filter of `channels` groups has `window² · channels` outputs.
 */
export function depthwiseConv2d(
  weights: Weights,
  {
    channels,
    window = 3,
    stride = 1,
  }: { readonly channels: number; readonly window?: number; readonly stride?: number },
): Layer {
  const filter = weights.parameter(
    'weight',
    [window, window, channels, 1],
    normal(Math.sqrt(2 / (window * window * channels))),
  ) as tf.Variable<tf.Rank.R4>
  if (stride === 1) return (x) => tf.depthwiseConv2d(x, filter, 1, 'same')
  return (x) => tf.depthwiseConv2d(padImage(x, (window - 1) / 2), filter, stride, 'valid')
}
