/** From a gradient to the direction of a step. */
import * as tf from '@tensorflow/tfjs-core'

export interface DirectionOptions {
  readonly weightDecay: number
  readonly clipValue?: number | undefined
}

/** clip(gradient, ±clipValue) + weightDecay·variable */
export function direction(
  variable: tf.Variable,
  gradient: tf.Tensor,
  { weightDecay, clipValue }: DirectionOptions,
): tf.Tensor {
  const clipped =
    clipValue === undefined ? gradient : tf.clipByValue(gradient, -clipValue, clipValue)
  return weightDecay === 0 ? clipped : tf.add(clipped, tf.mul(weightDecay, variable))
}
