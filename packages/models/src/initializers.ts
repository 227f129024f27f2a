/** Initial values, drawn from a stream of random numbers. */
import type { RandomStream } from '@deepauc/random'
import * as tf from '@tensorflow/tfjs-core'

/** Values of a new variable, in the row-major order of `shape`. */
export type Initializer = (shape: readonly number[], random: RandomStream) => Float32Array

/** The same value everywhere. */
export function constant(value: number): Initializer {
  return (shape) => new Float32Array(size(shape)).fill(value)
}

/** Uniform on [−`bound`, `bound`). */
export function uniform(bound: number): Initializer {
  return (shape, random) =>
    Float32Array.from({ length: size(shape) }, () => bound * (2 * random.uniform() - 1))
}

/**
 * Normal with variance 2 / (fan in + fan out), for shapes `[…window, in, out]`.
 *
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010
 */
export const xavierNormal: Initializer = (shape, random) => {
  const window = size(shape.slice(0, -2))
  const [input = 1, output = 1] = shape.slice(-2)
  const deviation = Math.sqrt(2 / (window * (input + output)))
  return Float32Array.from({ length: size(shape) }, () => deviation * random.normal())
}

function size(shape: readonly number[]): number {
  return tf.util.sizeFromShape([...shape])
}
