/** Residual networks for small images. */
import { averagePooled, defineModel } from '../define-model.ts'
import { basicBlock } from '../layers/basic-block.ts'
import { batchNorm } from '../layers/batch-norm.ts'
import { conv2d } from '../layers/conv2d.ts'
import { type Layer, relu, sequential } from '../layers/layer.ts'
import type { Model, NetworkOptions } from '../model.ts'
import type { Weights } from '../weights.ts'

/**
 * The 20-layer residual network for 32×32 images: 269,137 parameters for 3 channels and 1 logit.
 *
 * Weights start as in LibAUC 1.2.0: Xavier normal, the bias of the linear layer as in PyTorch.
 *
 * @see He et al., Deep residual learning for image recognition, 2015, section 4.2
 * @example
 * const model = resnet20({ seed: 0, channels: 1 })
 * const logits = model.apply(tf.zeros([2, 32, 32, 1]), { training: false }) // [2, 1]
 */
export const resnet20 = (options: NetworkOptions): Model => residualNetwork(3, options)

/** {@link resnet20} with 32 layers: 463,569 parameters. */
export const resnet32 = (options: NetworkOptions): Model => residualNetwork(5, options)

/** {@link resnet20} with 44 layers: 658,001 parameters. */
export const resnet44 = (options: NetworkOptions): Model => residualNetwork(7, options)

/** {@link resnet20} with 56 layers: 852,433 parameters. */
export const resnet56 = (options: NetworkOptions): Model => residualNetwork(9, options)

/** Three stages of `blocks` blocks of two layers each, one layer before and one behind. */
function residualNetwork(
  blocks: number,
  { seed, channels = 3, labels = 1 }: NetworkOptions,
): Model {
  return defineModel({ seed, width: 64, labels }, (weights) =>
    averagePooled(
      conv2d(weights.at('conv1'), { from: channels, to: 16 }),
      batchNorm(weights.at('bn1'), 16),
      relu,
      stage(weights.at('layer1'), blocks, { from: 16, to: 16, stride: 1 }),
      stage(weights.at('layer2'), blocks, { from: 16, to: 32, stride: 2 }),
      stage(weights.at('layer3'), blocks, { from: 32, to: 64, stride: 2 }),
    ),
  )
}

/** Blocks of which the first changes the width and the resolution. */
function stage(
  weights: Weights,
  blocks: number,
  shape: { from: number; to: number; stride: 1 | 2 },
): Layer {
  const same = { from: shape.to, to: shape.to, stride: 1 } as const
  return sequential(
    ...Array.from({ length: blocks }, (_, i) =>
      basicBlock(weights.at(String(i)), i === 0 ? shape : same),
    ),
  )
}
