/** Weights for channels that depend on the image. */
import * as tf from '@tensorflow/tfjs-core'
import type { Initializer } from '../initializers.ts'
import type { Weights } from '../weights.ts'
import { conv2d } from './conv2d.ts'
import type { Layer } from './layer.ts'
import { silu } from './silu.ts'

/**
 * x · σ(fc2(silu(fc1(mean of x over height and width)))), where fc1 has `squeezed` outputs.
 *
 * @see Hu et al., Squeeze-and-excitation networks, 2017
 */
export function squeezeExcite(
  weights: Weights,
  {
    channels,
    squeezed,
    initializer,
  }: { readonly channels: number; readonly squeezed: number; readonly initializer: Initializer },
): Layer {
  const options = { window: 1, bias: true, initializer }
  const squeeze = conv2d(weights.at('fc1'), { ...options, from: channels, to: squeezed })
  const excite = conv2d(weights.at('fc2'), { ...options, from: squeezed, to: channels })
  return (x, mode) => {
    const mean = tf.avgPool(x, [x.shape[1], x.shape[2]], 1, 'valid')
    return tf.mul(x, tf.sigmoid(excite(silu(squeeze(mean, mode), mode), mode)))
  }
}
