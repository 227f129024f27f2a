/** Pooling with PyTorch's padding. */
import * as tf from '@tensorflow/tfjs-core'
import type { Layer } from './layer.ts'
import { padImage } from './padding.ts'

/**
 * Largest value of each window, as PyTorch's `MaxPool2d(window, stride, padding)`.
 *
 * @throws RangeError from the layer, where no window fits
 */
export function maxPool(window: number, stride: number, padding = 0): Layer {
  return (x) => {
    // No window may prefer the margin to a pixel.
    const padded = padImage(x, padding, Number.NEGATIVE_INFINITY)
    checkRoom(padded, window)
    return tf.maxPool(padded, window, stride, 'valid')
  }
}

/**
 * Mean of each window, as PyTorch's `AvgPool2d(window, stride)`.
 *
 * @throws RangeError from the layer, where no window fits
 */
export function averagePool(window: number, stride: number = window): Layer {
  return (x) => {
    checkRoom(x, window)
    return tf.avgPool(x, window, stride, 'valid')
  }
}

/** tfjs would go on with images without pixels, to logits that are NaN. */
function checkRoom({ shape: [, height, width] }: tf.Tensor4D, window: number): void {
  if (Math.min(height, width) < window)
    throw new RangeError(
      `the images are too small: ${height}×${width} pixels are left for a window of ${window}×${window}`,
    )
}
