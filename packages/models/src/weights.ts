/** The variables of one network while it is being built. */
import { randomStream } from '@deepauc/random'
import * as tf from '@tensorflow/tfjs-core'
import { constant, type Initializer } from './initializers.ts'
import type { ApplyMode } from './model.ts'

/** Makes the variables below one path of a network. */
export interface Weights {
  /** The same network, one level deeper: names get the prefix `name.`. */
  at(name: string): Weights
  /** A new variable that training moves. */
  parameter(name: string, shape: readonly number[], initializer: Initializer): tf.Variable
  /** A new variable that training does not move, filled with `value`. */
  statistic(name: string, shape: readonly number[], value: number): tf.Variable
  /** Reserves `columns` of the random numbers that every image brings; what it returns picks them, `[n, columns]`. */
  noise(columns: number): (mode: ApplyMode) => tf.Tensor2D
}

/** The variables that {@link Weights} made, by their full names. */
export interface WeightRecords {
  readonly parameters: Record<string, tf.Variable>
  readonly statistics: Record<string, tf.Variable>
}

/** An empty set of weights; each variable's values depend on `seed`, `purpose` and its own name only. */
export function createWeights(
  seed: number,
  purpose = 'weights',
): { root: Weights; records: WeightRecords; noise: () => number } {
  const records: WeightRecords = { parameters: {}, statistics: {} }
  let reserved = 0
  const noise = (columns: number) => {
    const begin = reserved
    reserved += columns
    return ({ noise }: ApplyMode) => tf.slice2d(noise as tf.Tensor2D, [0, begin], [-1, columns])
  }
  const create = (
    name: string,
    shape: readonly number[],
    initializer: Initializer,
    trainable: boolean,
  ) => {
    const values = initializer(shape, randomStream({ seed, purpose: `${purpose}/${name}` }))
    // tfjs gives the variable a name of its own: names are global there, so that two networks would collide.
    const variable = tf.tidy(() => tf.variable(tf.tensor(values, [...shape]), trainable))
    records[trainable ? 'parameters' : 'statistics'][name] = variable
    return variable
  }
  const below = (prefix: string): Weights => ({
    at: (name) => below(`${prefix}${name}.`),
    parameter: (name, shape, initializer) => create(prefix + name, shape, initializer, true),
    statistic: (name, shape, value) => create(prefix + name, shape, constant(value), false),
    noise,
  })
  return { root: below(''), records, noise: () => reserved }
}
