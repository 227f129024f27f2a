/** What layers of tf.layers compute where a training step could not repeat what they do themselves. */
import * as tf from '@tensorflow/tfjs-core'
import { dropout } from '../layers/dropout.ts'
import type { Weights } from '../weights.ts'
import { batchNormalization } from './batch-normalization.ts'
import { inputShapeOf, type KerasLayer, type Replacement } from './layer.ts'

/** Layers that draw random numbers, of which none but Dropout has a replacement. */
const randomLayers = [
  'AlphaDropout',
  'Dropout',
  'GaussianDropout',
  'GaussianNoise',
  'RandomHeight',
  'RandomWidth',
  'SpatialDropout1D',
]

/**
 * The replacement of `layer`, undefined if its own `call` will do.
 *
 * @param weights where dropout reserves its random numbers
 * @throws TypeError if the layer needs a replacement and there is none
 */
export function replacementOf(layer: KerasLayer, weights: Weights): Replacement | undefined {
  const { rate, noiseShape, dropout, recurrentDropout } = layer.getConfig()
  switch (layer.getClassName()) {
    case 'BatchNormalization':
      return batchNormalization(layer)
    case 'Dropout':
      if (!noiseShape) return dropoutOfMode(layer, rate as number, weights)
  }
  if (randomLayers.includes(layer.getClassName()) || dropout || recurrentDropout)
    throw new TypeError(`${layer.name} draws random numbers of its own, which no step can repeat`)
  if (layer.layer && replacementOf(layer.layer, weights))
    throw new TypeError(`${layer.name} wraps ${layer.layer.name}, which cannot be adapted there`)
  return undefined
}

/** Dropout by `mode.noise`. */
function dropoutOfMode(layer: KerasLayer, rate: number, weights: Weights): Replacement | undefined {
  // tf.layers takes others for no dropout.
  if (!(rate > 0 && rate < 1)) return undefined
  const [, ...shape] = inputShapeOf(layer)
  const width = shape.reduce<number>((product, size) => product * (size ?? Number.NaN), 1)
  if (!(width > 0)) throw new TypeError(`${layer.name} has an input of unknown size: [${shape}]`)
  const drop = dropout(weights, width, rate)
  return (x, mode) => tf.reshape(drop(tf.reshape(x, [-1, width]), mode), x.shape)
}
