/** ResNet-20 of ordinary ops of tfjs, with batch normalisation composed as in tfjs-layers. */
import * as tf from '@tensorflow/tfjs-core'

export interface StockNetwork {
  readonly weights: readonly tf.Variable[]
  /** Logits `[n, 1]` in training mode. */
  apply(images: tf.Tensor4D): tf.Tensor2D
}

type Layer = (x: tf.Tensor4D) => tf.Tensor4D

/** Declares a weight. */
type Declare = <R extends tf.Rank>(value: tf.Tensor<R>) => tf.Tensor<R>

export function stockResnet20(): StockNetwork {
  const weights: tf.Variable[] = []
  const declare: Declare = (value) => {
    const variable = tf.variable(value)
    weights.push(variable)
    return variable
  }
  const first = normalisedConvolution(declare, 3, 16, 1)
  const blocks = [16, 32, 64].flatMap((to) => [
    residual(declare, Math.max(16, to / 2), to),
    residual(declare, to, to),
    residual(declare, to, to),
  ])
  const kernel = declare(tf.randomNormal<tf.Rank.R2>([64, 1], 0, Math.sqrt(2 / 65)))
  const bias = declare(tf.zeros([1]))
  return {
    weights,
    apply(images) {
      const maps = blocks.reduce((x, block) => block(x), tf.relu(first(images)))
      return tf.add(tf.matMul(tf.mean<tf.Tensor2D>(maps, [1, 2]), kernel), bias)
    },
  }
}

function residual(declare: Declare, from: number, to: number): Layer {
  const stride = from === to ? 1 : 2
  const first = normalisedConvolution(declare, from, to, stride)
  const second = normalisedConvolution(declare, to, to, 1)
  const shortcut: Layer = stride === 1 ? (x) => x : (x) => subsample(x, (to - from) / 2)
  return (x) => tf.relu(tf.add(second(tf.relu(first(x))), shortcut(x)))
}

/** Every second pixel, with new channels of zeros on either side. Pooling has a gradient, tf.stridedSlice has none. */
function subsample(x: tf.Tensor4D, channels: number): tf.Tensor4D {
  const none: [number, number] = [0, 0]
  return tf.pad(tf.avgPool(x, 1, 2, 'valid'), [none, none, none, [channels, channels]])
}

/** 3×3 convolution, then batch normalisation. */
function normalisedConvolution(declare: Declare, from: number, to: number, stride: 1 | 2): Layer {
  const deviation = Math.sqrt(2 / (9 * (from + to)))
  const filter = declare(tf.randomNormal<tf.Rank.R4>([3, 3, from, to], 0, deviation))
  const scale = declare<tf.Rank.R1>(tf.ones([to]))
  const offset = declare<tf.Rank.R1>(tf.zeros([to]))
  const runningMean = tf.variable(tf.zeros([to]), false)
  const runningVariance = tf.variable(tf.ones([to]), false)
  return (x) => {
    const y = tf.conv2d(x, filter, stride, 'same')
    const { mean, variance } = tf.moments(y, [0, 1, 2])
    moveTowards(runningMean, mean)
    moveTowards(runningVariance, variance)
    return tf.batchNorm4d(y, mean as tf.Tensor1D, variance as tf.Tensor1D, offset, scale, 1e-5)
  }
}

function moveTowards(average: tf.Variable, value: tf.Tensor): void {
  average.assign(tf.add(tf.mul(0.9, average), tf.mul(0.1, value)))
}
