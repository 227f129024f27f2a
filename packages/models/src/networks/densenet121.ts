/** DenseNet-121. */
import * as tf from '@tensorflow/tfjs-core'
import { averagePooled, defineModel } from '../define-model.ts'
import { constant, kaimingNormal, uniform } from '../initializers.ts'
import { batchNorm } from '../layers/batch-norm.ts'
import { type Conv2dOptions, conv2d } from '../layers/conv2d.ts'
import { type Layer, relu, sequential } from '../layers/layer.ts'
import { averagePool, maxPool } from '../layers/pooling.ts'
import type { Model, NetworkOptions } from '../model.ts'
import type { Weights } from '../weights.ts'

/** Channels that a layer of a dense block adds. */
const growth = 32
/** Channels between the two convolutions of a layer. */
const bottleneck = 4 * growth

/**
 * The 121-layer densely connected network for images of about 224×224: 6,954,881 parameters for 3 channels and 1 logit.
 *
 * Names and initial weights are torchvision's `densenet121`.
 *
 * @see Huang et al., Densely connected convolutional networks, 2017, table 1
 * @example
 * const model = densenet121({ seed: 0 })
 * const logits = model.apply(tf.zeros([2, 224, 224, 3]), { training: false }) // [2, 1]
 */
export function densenet121({ seed, channels = 3, labels = 1 }: NetworkOptions): Model {
  const width = 1024
  const initializers = { weight: uniform(1 / Math.sqrt(width)), bias: constant(0) }
  return defineModel({ seed, width, labels, name: 'classifier', initializers }, (weights) => {
    const at = (name: string) => weights.at('features').at(name)
    return averagePooled(
      convolution(at('conv0'), { from: channels, to: 64, window: 7, stride: 2 }),
      normalised(at('norm0'), 64),
      maxPool(3, 2, 1),
      denseBlock(at('denseblock1'), { layers: 6, from: 64 }),
      transition(at('transition1'), { from: 256, to: 128 }),
      denseBlock(at('denseblock2'), { layers: 12, from: 128 }),
      transition(at('transition2'), { from: 512, to: 256 }),
      denseBlock(at('denseblock3'), { layers: 24, from: 256 }),
      transition(at('transition3'), { from: 1024, to: 512 }),
      denseBlock(at('denseblock4'), { layers: 16, from: 512 }),
      normalised(at('norm5'), 1024),
    )
  })
}

/** Every layer sees what all layers before it gave, and adds its channels behind them. */
function denseBlock(
  weights: Weights,
  { layers, from }: { readonly layers: number; readonly from: number },
): Layer {
  return sequential(
    ...Array.from({ length: layers }, (_, i) =>
      denseLayer(weights.at(`denselayer${i + 1}`), from + i * growth),
    ),
  )
}

function denseLayer(weights: Weights, from: number): Layer {
  const addition = sequential(
    normalised(weights.at('norm1'), from),
    convolution(weights.at('conv1'), { from, to: bottleneck, window: 1 }),
    normalised(weights.at('norm2'), bottleneck),
    convolution(weights.at('conv2'), { from: bottleneck, to: growth }),
  )
  return (x, mode) => tf.concat([x, addition(x, mode)], 3)
}

/** Half the channels, half the resolution. */
function transition(weights: Weights, { from, to }: { from: number; to: number }): Layer {
  return sequential(
    normalised(weights.at('norm'), from),
    convolution(weights.at('conv'), { from, to, window: 1 }),
    averagePool(2),
  )
}

function normalised(weights: Weights, channels: number): Layer {
  return sequential(batchNorm(weights, channels), relu)
}

function convolution(weights: Weights, options: Conv2dOptions): Layer {
  return conv2d(weights, { ...options, initializer: kaimingNormal('in') })
}
