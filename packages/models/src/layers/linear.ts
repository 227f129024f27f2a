/** Fully connected layer as in PyTorch's `Linear(from, to)`. */
import * as tf from '@tensorflow/tfjs-core'
import { uniform, xavierNormal } from '../initializers.ts'
import type { Weights } from '../weights.ts'

/** x · weight + bias for `[n, from]`. */
export function linear(
  weights: Weights,
  { from, to }: { from: number; to: number },
): (x: tf.Tensor2D) => tf.Tensor2D {
  const weight = weights.parameter('weight', [from, to], xavierNormal) as tf.Variable<tf.Rank.R2>
  const bias = weights.parameter('bias', [to], uniform(1 / Math.sqrt(from)))
  return (x) => tf.add(tf.matMul(x, weight), bias)
}
