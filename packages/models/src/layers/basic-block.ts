/** The residual block of ResNet-20 to 56. */
import * as tf from '@tensorflow/tfjs-core'
import type { Weights } from '../weights.ts'
import { batchNorm } from './batch-norm.ts'
import { conv2d } from './conv2d.ts'
import { type Layer, relu, sequential } from './layer.ts'

/**
 * relu(BN(conv(relu(BN(conv(x))))) + shortcut(x)), where the shortcut has no weights: it takes every `stride`-th
 * pixel and fills new channels with zeros, half of them on either side.
 *
 * @see He et al., Deep residual learning for image recognition, 2015, section 4.2, option A
 */
export function basicBlock(
  weights: Weights,
  { from, to, stride }: { from: number; to: number; stride: 1 | 2 },
): Layer {
  const residual = sequential(
    conv2d(weights.at('conv1'), { from, to, stride }),
    batchNorm(weights.at('bn1'), to),
    relu,
    conv2d(weights.at('conv2'), { from: to, to }),
    batchNorm(weights.at('bn2'), to),
  )
  const shortcut =
    stride === 1 && from === to ? (x: tf.Tensor4D) => x : subsample(stride, to - from)
  return (x, mode) => tf.relu(tf.add(residual(x, mode), shortcut(x)))
}

function subsample(stride: number, newChannels: number): (x: tf.Tensor4D) => tf.Tensor4D {
  const before = Math.floor(newChannels / 2)
  const paddings: [number, number][] = [
    [0, 0],
    [0, 0],
    [0, 0],
    [before, newChannels - before],
  ]
  // Pooling single pixels: a strided slice, but one that has a gradient in tfjs.
  return (x) => tf.pad(tf.avgPool(x, 1, stride, 'valid'), paddings)
}
