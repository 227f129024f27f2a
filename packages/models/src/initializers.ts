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
    new Float32Array(size(shape)).map(() => bound * (2 * random.uniform() - 1))
}

/**
 * Normal with variance 2 / (fan in + fan out), for shapes `[…window, in, out]`.
 *
 * @see Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010
 */
export const xavierNormal: Initializer = (shape, random) => {
  const window = size(shape.slice(0, -2))
  const [input = 1, output = 1] = shape.slice(-2)
  return normal(Math.sqrt(2 / (window * (input + output))))(shape, random)
}

/**
 * Normal with variance 2 / fan in or 2 / fan out, for shapes `[…window, in, out]`.
 *
 * @see He et al., Delving deep into rectifiers, 2015, section 2.2
 */
export function kaimingNormal(fan: 'in' | 'out'): Initializer {
  return (shape, random) => {
    const window = size(shape.slice(0, -2))
    const channels = shape.at(fan === 'in' ? -2 : -1) as number
    return normal(Math.sqrt(2 / (window * channels)))(shape, random)
  }
}

/** Normal with mean 0. */
export function normal(deviation: number): Initializer {
  return (shape, random) => new Float32Array(size(shape)).map(() => deviation * random.normal())
}

function size(shape: readonly number[]): number {
  return tf.util.sizeFromShape([...shape])
}
