/** From gradients to the directions of a step. */
import * as tf from '@tensorflow/tfjs-core'
import { entry, mapRecord, norm, type Tensors, type Variables } from './variables.ts'
import { decayOf, type WeightDecay } from './weight-decay.ts'

/** What is done to gradients before a step: weight decay and bounds. */
export interface DirectionOptions {
  /** Coefficient of the L2 penalty, one for all or by variable: `decayWeightsOnly` spares biases and normalisation. */
  readonly weightDecay?: WeightDecay
  /** Bound of each entry of a gradient. Default: none; LibAUC clips to 1. */
  readonly clipValue?: number | undefined
  /** Bound of the Euclidean norm of all gradients of a pass together, applied after `clipValue`. Default: none. */
  readonly clipNorm?: number | undefined
}

/** clip(gradient) + weightDecay·variable, for every variable. */
export function directions(
  variables: Variables,
  gradients: Tensors,
  { weightDecay = 0, ...bounds }: DirectionOptions,
): Tensors {
  const clipped = clip(
    mapRecord(variables, (_, name) => entry(gradients, name)),
    bounds,
  )
  return mapRecord(variables, (variable, name) =>
    addScaled(entry(clipped, name), decayOf(weightDecay, name, variable), variable),
  )
}

/** tensor + coefficient·other */
export function addScaled(tensor: tf.Tensor, coefficient: number, other: tf.Tensor): tf.Tensor {
  return coefficient === 0 ? tensor : tf.add(tensor, tf.mul(coefficient, other))
}

function clip(
  gradients: Tensors,
  { clipValue, clipNorm }: Pick<DirectionOptions, 'clipValue' | 'clipNorm'>,
): Tensors {
  const bounded =
    clipValue === undefined
      ? gradients
      : mapRecord(gradients, (g) => tf.clipByValue(g, -clipValue, clipValue))
  if (clipNorm === undefined) return bounded
  // 1e-6 as in torch.nn.utils.clip_grad_norm_: gradients may all be zero.
  const factor = tf.minimum(1, tf.div(clipNorm, tf.add(norm(bounded), 1e-6)))
  return mapRecord(bounded, (g) => tf.mul(factor, g))
}
