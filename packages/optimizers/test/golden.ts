/** The network and the trajectories of tools/golden/optimizers.py and optimizers_compositional.py. */
import { readFileSync } from 'node:fs'
import { aucMargin, crossEntropy, type Prior, type ScoreTransform } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import {
  adam,
  adamW,
  decayWeightsOnly,
  type Optimizer,
  type PdscaOptions,
  type PesgOptions,
  type Problem,
  pdsca,
  pesg,
  sgd,
} from '../src/index.ts'

export type Nested = number | readonly Nested[]
type NamedNumbers = Readonly<Record<string, Nested>>

export interface Batch {
  readonly inputs: number[][]
  readonly labels: number[]
}

interface GoldenOptions
  extends Omit<PdscaOptions & PesgOptions, 'alphaMin' | 'alphaMax' | 'clipValue' | 'clipNorm'> {
  readonly weightDecay: number
  readonly start?: [number, number, number]
  readonly prior?: Prior
  readonly scoreTransform?: ScoreTransform
  readonly clip?: number | null
  readonly clipNorm?: number | null
  readonly alphaMin?: number | null
  readonly alphaMax?: number | null
  readonly decayWeightsOnly?: boolean
  readonly drop?: boolean
  readonly updateReference?: boolean
}

export interface GoldenCase {
  readonly name: string
  readonly optimizer: 'sgd' | 'adam' | 'adamW' | 'pesg' | 'pesg_adam' | 'libauc' | 'pdsca'
  readonly options: GoldenOptions
  readonly losses: { inner?: number; outer: number }[]
  readonly states: ({ step: number; weights: NamedNumbers } & Partial<
    Record<'a' | 'b' | 'alpha', Nested> &
      Record<
        'gradientAverage' | 'momentum' | 'innerPoint' | 'secondMoment' | 'maximum',
        NamedNumbers
      > & { innerPoints: NamedNumbers[] }
  >)[]
}

interface Golden {
  readonly weights: Record<string, Nested>
  readonly reference: Record<string, Nested>
  readonly batches: { inner: Batch; outer: Batch }[]
  readonly dropAfter: number
  readonly dropFactor: number
  readonly cases: GoldenCase[]
}

function read(file: string) {
  return JSON.parse(readFileSync(new URL(`./golden/${file}`, import.meta.url), 'utf8'))
}

const ownClasses: Golden = read('optimizers.json')
const compositional: Pick<Golden, 'cases'> = read('optimizers-compositional.json')

export const golden: Golden = {
  ...ownClasses,
  cases: [
    ...ownClasses.cases,
    ...compositional.cases.map((c) => ({ ...c, optimizer: 'pdsca' as const })),
  ],
}

export function flat(value: Nested): number[] {
  return typeof value === 'number' ? [value] : value.flatMap(flat)
}

const makers = { sgd, adam, adamW, pesg, pesg_adam: pesg, libauc: pdsca, pdsca }
const fixed = { pesg_adam: { mode: 'adam' }, libauc: { variant: 'libauc' } } as const

/** The optimizer of a case, with the reference that LibAUC drew. */
export function goldenOptimizer({ optimizer, options }: GoldenCase): Optimizer {
  const { start: _, prior, scoreTransform, drop, updateReference, ...rest } = options
  const { clip, clipNorm, alphaMin = 0, alphaMax = 999, decayWeightsOnly: only, ...own } = rest
  const make: (options: PdscaOptions & PesgOptions) => Optimizer = makers[optimizer]
  return make({
    ...own,
    ...(optimizer in fixed ? fixed[optimizer as keyof typeof fixed] : {}),
    clipValue: clip ?? undefined,
    clipNorm: clipNorm ?? undefined,
    weightDecay: only ? decayWeightsOnly(options.weightDecay) : options.weightDecay,
    alphaMin: alphaMin ?? -Infinity,
    alphaMax: alphaMax ?? Infinity,
    ...(optimizer === 'pdsca' ? {} : { reference: libaucReference }),
  })
}

function libaucReference(name: string, { shape }: tf.Variable): tf.Tensor {
  return tf.tensor(flat(golden.reference[name.replace('auc.', '')]!), shape)
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
  const { margin = 1, prior = 'batch', scoreTransform = 'sigmoid' } = options
  const area = ({ inputs, labels }: Batch) =>
    aucMargin(tf.tensor1d(labels), network(inputs), auc, { margin, prior, scoreTransform })
  const isPlain = ['sgd', 'adam', 'adamW'].includes(optimizer)
  const at = (step: number): Problem => {
    const { inner, outer } = golden.batches[step % golden.batches.length]!
    const union = {
      inputs: [...inner.inputs, ...outer.inputs],
      labels: [...inner.labels, ...outer.labels],
    }
    if (isPlain) return { weights, outer: () => entropy(inner) }
    return {
      weights,
      auc,
      inner: () => entropy(inner),
      outer: () => area(outer),
      dual: () => area(union),
    }
  }
  const dispose = () => tf.dispose([weights, auc] as never)
  return { weights, auc: isPlain ? undefined : auc, at, dispose }
}
