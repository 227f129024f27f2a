/** Fully connected layer as in PyTorch's `Linear(from, to)`. */
import * as tf from '@tensorflow/tfjs-core'
import { type Initializer, uniform, xavierNormal } from '../initializers.ts'
import type { Weights } from '../weights.ts'

/** Options of {@link linear}. */
export interface LinearOptions {
  /** Features of the input. */
  readonly from: number
  /** Features of the output. */
  readonly to: number
  /** Default: `xavierNormal` and `uniform(1/√from)`. */
  readonly initializers?: { readonly weight: Initializer; readonly bias: Initializer } | undefined
}

/** x · weight + bias for `[n, from]`. */
export function linear(
  weights: Weights,
  {
    from,
    to,
    initializers = { weight: xavierNormal, bias: uniform(1 / Math.sqrt(from)) },
  }: LinearOptions,
): (x: tf.Tensor2D) => tf.Tensor2D {
  const shape = [from, to]
  const weight = weights.parameter('weight', shape, initializers.weight) as tf.Variable<tf.Rank.R2>
  const bias = weights.parameter('bias', [to], initializers.bias)
  return (x) => tf.add(tf.matMul(x, weight), bias)
}
