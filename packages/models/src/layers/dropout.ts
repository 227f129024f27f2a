/** Layers that leave things out at random in training; the random numbers come with the batch. */
import * as tf from '@tensorflow/tfjs-core'
import type { ApplyMode } from '../model.ts'
import type { Weights } from '../weights.ts'
import type { Layer } from './layer.ts'

/**
 * Sets each of `width` features to 0 with `probability` and divides the others by 1 − `probability`.
 *
 * @param probability in [0, 1)
 * @returns a function of `[n, width]`
 * @throws RangeError if `probability` is not in [0, 1)
 * @see Srivastava et al., Dropout, 2014
 */
export function dropout(
  weights: Weights,
  width: number,
  probability: number,
): (x: tf.Tensor2D, mode: ApplyMode) => tf.Tensor2D {
  const keep = survivors(weights, width, probability)
  return (x, mode) => (keep && mode.training ? tf.mul(x, keep(mode)) : x)
}

/**
 * Leaves out what `branch` adds, for each image with `probability`, and divides it by 1 − `probability` otherwise.
 *
 * @param probability in [0, 1)
 * @returns x + branch(x) where it is kept, x where not
 * @throws RangeError if `probability` is not in [0, 1)
 * @see Huang et al., Deep networks with stochastic depth, 2016; as in torchvision, mode 'row'
 */
export function stochasticResidual(weights: Weights, branch: Layer, probability: number): Layer {
  const keep = survivors(weights, 1, probability)
  return (x, mode) => {
    const residual = branch(x, mode)
    if (!keep || !mode.training) return tf.add(residual, x)
    return tf.add(tf.mul(residual, tf.reshape(keep(mode), [-1, 1, 1, 1])), x)
  }
}

/** 0 with `probability`, else 1 / (1 − `probability`): `[n, columns]`. */
function survivors(
  weights: Weights,
  columns: number,
  probability: number,
): ((mode: ApplyMode) => tf.Tensor2D) | undefined {
  if (!(probability >= 0 && probability < 1))
    throw new RangeError(`a probability to drop is in [0, 1), got ${probability}`)
  if (probability === 0) return undefined
  const noise = weights.noise(columns)
  return (mode) =>
    tf.mul(tf.cast(tf.greaterEqual(noise(mode), probability), 'float32'), 1 / (1 - probability))
}
