/** Which variables weight decay acts on. */
import type * as tf from '@tensorflow/tfjs-core'

/** Coefficient of the L2 penalty: one for all variables, or a function of the variable and its name. */
export type WeightDecay = number | ((name: string, variable: tf.Variable) => number)

/**
 * Weight decay for kernels alone. What has fewer than two axes is left out: biases, scale and offset of a normalisation,
 * and a and b of the AUC loss.
 *
 * @example
 * sgd({ weightDecay: decayWeightsOnly(1e-4) })
 */
export function decayWeightsOnly(weightDecay: number): WeightDecay {
  return (_name, { rank }) => (rank < 2 ? 0 : weightDecay)
}

/** The coefficient of one variable. */
export function decayOf(weightDecay: WeightDecay, name: string, variable: tf.Variable): number {
  return typeof weightDecay === 'number' ? weightDecay : weightDecay(name, variable)
}
