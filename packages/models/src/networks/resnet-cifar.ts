/** ResNet-20 for small images. */
import { defineModel } from './define-model.ts'
import { basicBlock } from './layers/basic-block.ts'
import { batchNorm } from './layers/batch-norm.ts'
import { conv2d } from './layers/conv2d.ts'
import { type Layer, relu, sequential } from './layers/layer.ts'
import type { Model, NetworkOptions } from './model.ts'
import type { Weights } from './weights.ts'

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
export function resnet20({ seed, channels = 3, labels = 1 }: NetworkOptions): Model {
  return defineModel({ seed, width: 64, labels }, (weights) =>
    sequential(
      conv2d(weights.at('conv1'), { from: channels, to: 16 }),
      batchNorm(weights.at('bn1'), 16),
      relu,
      stage(weights.at('layer1'), { from: 16, to: 16, stride: 1 }),
      stage(weights.at('layer2'), { from: 16, to: 32, stride: 2 }),
      stage(weights.at('layer3'), { from: 32, to: 64, stride: 2 }),
    ),
  )
}

/** Three blocks, of which the first changes the width and the resolution. */
function stage(weights: Weights, shape: { from: number; to: number; stride: 1 | 2 }): Layer {
  const same = { from: shape.to, to: shape.to, stride: 1 } as const
  return sequential(
    basicBlock(weights.at('0'), shape),
    basicBlock(weights.at('1'), same),
    basicBlock(weights.at('2'), same),
  )
}
