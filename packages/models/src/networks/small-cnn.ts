/** A network for back ends without native convolutions. */
import { averagePooled, defineModel } from '../define-model.ts'
import { batchNorm } from '../layers/batch-norm.ts'
import { conv2d } from '../layers/conv2d.ts'
import { relu } from '../layers/layer.ts'
import type { Model, NetworkOptions } from '../model.ts'

/**
 * Three convolutions that halve the image and double the width: about 6,000 parameters and 0.2 million
 * multiplications for a 32×32 image at width 8, against 270,000 and 40 million of ResNet-20.
 */
export function smallCnn({
  seed,
  channels = 1,
  labels = 1,
  width = 8,
}: NetworkOptions & { readonly width?: number }): Model {
  return defineModel({ seed, width: 4 * width, labels }, (weights) =>
    averagePooled(
      conv2d(weights.at('conv1'), { from: channels, to: width, stride: 2 }),
      batchNorm(weights.at('bn1'), width),
      relu,
      conv2d(weights.at('conv2'), { from: width, to: 2 * width, stride: 2 }),
      batchNorm(weights.at('bn2'), 2 * width),
      relu,
      conv2d(weights.at('conv3'), { from: 2 * width, to: 4 * width, stride: 2 }),
      batchNorm(weights.at('bn3'), 4 * width),
      relu,
    ),
  )
}
