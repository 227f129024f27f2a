/** Pooling with PyTorch's padding. */
import * as tf from '@tensorflow/tfjs-core'
import type { Layer } from './layer.ts'
import { padImage } from './padding.ts'

/** Largest value of each window, as PyTorch's `MaxPool2d(window, stride, padding)`. */
export function maxPool(window: number, stride: number, padding = 0): Layer {
  // No window may prefer the margin to a pixel.
  return (x) => tf.maxPool(padImage(x, padding, Number.NEGATIVE_INFINITY), window, stride, 'valid')
}

/** Mean of each window, as PyTorch's `AvgPool2d(window, stride)`. */
export function averagePool(window: number, stride: number = window): Layer {
  return (x) => tf.avgPool(x, window, stride, 'valid')
}
