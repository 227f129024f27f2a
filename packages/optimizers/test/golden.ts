/** The network and the trajectories of tools/golden/optimizers.py. */
import { readFileSync } from 'node:fs'
import { aucMargin, crossEntropy, type Prior, type ScoreTransform } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import type { Problem } from '../src/index.ts'

type Nested = number | readonly Nested[]
type NamedNumbers = Readonly<Record<string, Nested>>

export interface Batch {
  readonly inputs: number[][]
  readonly labels: number[]
}

export interface GoldenCase {
  readonly name: string
  readonly optimizer: 'sgd' | 'pesg' | 'libauc' | 'algorithm1'
  readonly options: {
    readonly start?: [number, number, number]
    readonly margin?: number
    readonly learningRate: number
    readonly innerLearningRate?: number
    readonly dualLearningRate?: number
    readonly momentum?: number
    readonly innerAveraging?: number
    readonly gradientAveraging?: number
    readonly weightDecay: number
    readonly clip?: number
    readonly epochDecay?: number
    readonly alphaMax?: number
    readonly prior?: Prior
    readonly dual?: 'gradient' | 'closedForm'
    readonly innerSteps?: number
    readonly scoreTransform?: ScoreTransform
    readonly drop?: boolean
  }
  readonly losses: { step: number; loss?: number; inner?: Nested; outer?: number }[]
  readonly states: {
    step: number
    weights: NamedNumbers
    a?: Nested
    b?: Nested
    alpha?: Nested
    gradientAverage?: NamedNumbers
    innerPoint?: NamedNumbers
    innerPoints?: NamedNumbers[]
  }[]
}

interface Golden {
  readonly weights: Record<string, Nested>
  readonly batches: { inner: Batch; outer: Batch }[]
  readonly dropAfter: number
  readonly dropFactor: number
  readonly cases: GoldenCase[]
}

export const golden: Golden = JSON.parse(
  readFileSync(new URL('./golden/optimizers.json', import.meta.url), 'utf8'),
)

export function flat(value: Nested): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flat)
}

/** The problem of one case: a network 5 → 7 tanh → 1 and the batches of a step. */
export function goldenProblem({ optimizer, options }: GoldenCase) {
  const weights = Object.fromEntries(
    Object.entries(golden.weights).map(([name, value]) => [
      name,
      tf.tidy(() => tf.variable(tf.tensor(value as number[]))),
    ]),
  ) as Record<'w1' | 'b1' | 'w2' | 'b2', tf.Variable>
  const [a, b, alpha] = (options.start ?? [0, 0, 0]).map((x) =>
    tf.tidy(() => tf.variable(tf.scalar(x))),
  )
  const auc = { a: a!, b: b!, alpha: alpha! }
  const network = (inputs: number[][]) => {
    const hidden = tf.tanh(tf.add(tf.matMul(tf.tensor2d(inputs), weights.w1 as never), weights.b1))
    return tf.add(tf.matMul(hidden as tf.Tensor2D, weights.w2 as never), weights.b2)
  }
  const entropy = ({ inputs, labels }: Batch) => crossEntropy(tf.tensor1d(labels), network(inputs))
  const { margin = 1, prior = optimizer === 'algorithm1' ? 'none' : 'batch' } = options
  const area = ({ inputs, labels }: Batch) =>
    aucMargin(tf.tensor1d(labels), network(inputs), auc, {
      margin,
      prior,
      scoreTransform: options.scoreTransform ?? 'sigmoid',
    })
  const at = (step: number): Problem => {
    const { inner, outer } = golden.batches[step] as { inner: Batch; outer: Batch }
    const union = {
      inputs: [...inner.inputs, ...outer.inputs],
      labels: [...inner.labels, ...outer.labels],
    }
    if (optimizer === 'sgd') return { weights, outer: () => entropy(inner) }
    return {
      weights,
      auc,
      inner: () => entropy(inner),
      outer: () => area(outer),
      dual: () => area(union),
    }
  }
  const dispose = () => tf.dispose([weights, auc] as never)
  return { weights, auc: optimizer === 'sgd' ? undefined : auc, at, dispose }
}
