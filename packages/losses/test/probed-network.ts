/** The network of `losses-decomposition.json`, and what PyTorch says of it. */
import * as tf from '@tensorflow/tfjs-core'
import type { DecompositionProblem } from '../src/index.ts'
import { readGolden } from './golden.ts'

type Name = 'w1' | 'b1' | 'w2' | 'b2'
export interface Data {
  outputs: number
  labels: number[]
  inputs: number[]
  weights: Record<Name, number[] | number[][]>
}
interface Case {
  data: number
  innerLearningRate: number
  loss: 'margin' | 'square'
  prior: 'none' | 'batch'
  margin: number
}
type Term =
  | 'aucTerm'
  | 'alignmentTerm'
  | 'alignmentCosine'
  | 'gradNormTerm'
  | 'gradNormSquared'
  | 'compositional'
  | 'compositionalGradNormSquared'
  | 'remainder'

// Computed as a whole by PyTorch in double precision: tools/golden/losses_decomposition.py.
export const golden: { batches: number[]; data: Data[]; cases: (Case & Record<Term, number>)[] } =
  readGolden('losses-decomposition')

/** The network of the file on the file's rows, cut into batches of these sizes. Runs `use` and frees everything. */
export function withNetwork<T>(
  { outputs, labels, inputs, weights: initial }: Data,
  sizes: readonly number[],
  use: (problem: DecompositionProblem) => T,
): T {
  const weights = Object.fromEntries(
    Object.entries(initial).map(([name, value]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(value))),
    ]),
  ) as Record<Name, tf.Variable>
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0))
  const rows = (values: number[], width: number, i: number) =>
    tf.tensor2d(values.slice(width * starts[i]!, width * (starts[i]! + sizes[i]!)), [
      sizes[i]!,
      width,
    ])
  const scores = (i: number) => {
    const { w1, b1, w2, b2 } = weights as Record<Name, tf.Tensor2D>
    const hidden = tf.tanh(tf.add(tf.matMul(rows(inputs, 4, i), w1), b1)) as tf.Tensor2D
    return tf.add(tf.matMul(hidden, w2), b2)
  }
  try {
    const batches = sizes.length
    return use({ weights, batches, labels: (i) => rows(labels, outputs, i), scores })
  } finally {
    tf.dispose(weights)
  }
}

/** Of all weights. */
export function bits({ weights }: DecompositionProblem): number[] {
  return Object.values(weights).flatMap((w) => [...new Uint32Array(w.dataSync().slice().buffer)])
}
