import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  type AucMarginOptions,
  aucMargin,
  aucMarginObjective,
  aucSquareObjective,
  crossEntropy,
} from '../src/index.ts'
import { readGolden } from './golden.ts'
import { relativeError } from './reference.ts'

// PyTorch in double precision, LibAUC 1.2.0 where it has the loss: tools/golden/losses.py.
const golden = readGolden<Golden>('losses')

type Optimum = AucMarginOptions & { batch: string; value: number; pairwiseSquare?: number }

interface Golden {
  batches: { name: string; labels: number[]; scores: number[] }[]
  aucMargin: (AucMarginOptions & {
    batch: string
    a: number
    b: number
    alpha: number
    value: number
    gradients: { scores: number[]; a: number; b: number; alpha: number }
  })[]
  multiLabel: (AucMarginOptions & {
    labels: number[]
    scores: number[]
    a: number[]
    b: number[]
    alpha: number[]
    value: number
    gradients: Record<'scores' | 'a' | 'b' | 'alpha', number[]>
  })[]
  objective: Optimum[]
  objectiveAlphaMax: { alphaMax: number; cases: Optimum[] }
  squareObjective: Optimum[]
  crossEntropy: {
    name: string
    labels: number[]
    logits: number[]
    value: number
    gradient: number[]
  }[]
}

const batch = (name: string) => golden.batches.find((b) => b.name === name)!
const optionsOf = ({ margin, prior, scoreTransform }: AucMarginOptions) =>
  ({ margin, prior, scoreTransform }) as Required<AucMarginOptions>

test('the file holds what the tests below are about', () => {
  expect(golden.aucMargin.length).toBeGreaterThan(50)
  expect(golden.objective.length).toBeGreaterThan(50)
  expect(golden.squareObjective.length).toBeGreaterThan(50)
  expect(golden.objectiveAlphaMax.cases.length).toBeGreaterThan(50)
  expect(golden.multiLabel.length).toBe(16)
})

describe.each(golden.batches.map((b) => b.name))('batch %s', (name) => {
  const { labels, scores } = batch(name)

  test('aucMargin: value and gradients within 1e-5', () => {
    for (const expected of golden.aucMargin.filter((c) => c.batch === name)) {
      const actual = tf.tidy(() => {
        const loss = (f: tf.Tensor, a: tf.Tensor, b: tf.Tensor, alpha: tf.Tensor) =>
          aucMargin(tf.tensor1d(labels), f, { a, b, alpha }, optionsOf(expected))
        const { value, grads } = tf.valueAndGrads(loss as never)([
          tf.tensor1d(scores),
          ...[expected.a, expected.b, expected.alpha].map((x) => tf.scalar(x)),
        ])
        return [value, ...grads].map((t) => t.dataSync())
      })
      const { gradients } = expected
      const [value, f, a, b, alpha] = actual.map((x) => [...x]) as number[][]
      const context = JSON.stringify(optionsOf(expected))
      expect(relativeError(value!, [expected.value]), context).toBeLessThan(1e-5)
      expect(relativeError(f!, gradients.scores), context).toBeLessThan(1e-5)
      const scalars = [gradients.a, gradients.b, gradients.alpha]
      expect(relativeError([a![0]!, b![0]!, alpha![0]!], scalars), context).toBeLessThan(1e-5)
    }
  })

  const optimum = (of: (y: tf.Tensor, f: tf.Tensor) => tf.Scalar) =>
    tf.tidy(() => of(tf.tensor1d(labels), tf.tensor1d(scores)).dataSync()[0]!)
  const closeTo = (actual: number, expected: number) =>
    expect(Math.abs(actual - expected)).toBeLessThan(2e-6 * Math.max(1, expected))

  test('aucMarginObjective within 2e-6 of a numerical search, alpha bounded or not', () => {
    const { alphaMax, cases } = golden.objectiveAlphaMax
    for (const expected of golden.objective.filter((c) => c.batch === name))
      closeTo(
        optimum((y, f) => aucMarginObjective(y, f, optionsOf(expected))),
        expected.value,
      )
    for (const expected of cases.filter((c) => c.batch === name))
      closeTo(
        optimum((y, f) => aucMarginObjective(y, f, { ...optionsOf(expected), alphaMax })),
        expected.value,
      )
  })

  test('aucSquareObjective within 2e-6 of a numerical search and of the mean over all pairs', () => {
    for (const expected of golden.squareObjective.filter((c) => c.batch === name)) {
      const value = optimum((y, f) => aucSquareObjective(y, f, optionsOf(expected)))
      closeTo(value, expected.value)
      if (expected.pairwiseSquare !== undefined) closeTo(value, expected.pairwiseSquare)
    }
  })
})

test.each(golden.multiLabel.map((expected, i) => ({ ...expected, i })))(
  'several labels, case $i: $scoreTransform, prior $prior',
  ({ labels, scores, gradients, value, ...expected }) => {
    const actual = tf.tidy(() => {
      const size = [labels.length / 3, 3] as [number, number]
      const loss = (f: tf.Tensor, a: tf.Tensor, b: tf.Tensor, alpha: tf.Tensor) =>
        aucMargin(tf.tensor2d(labels, size), f, { a, b, alpha }, optionsOf(expected))
      const { value, grads } = tf.valueAndGrads(loss as never)([
        tf.tensor2d(scores, size),
        ...[expected.a, expected.b, expected.alpha].map((x) => tf.tensor1d(x)),
      ])
      return [value, ...grads].map((t) => t.dataSync())
    })
    const { a, b, alpha } = gradients
    for (const [i, reference] of [[value], gradients.scores, a, b, alpha].entries())
      expect(relativeError(actual[i]!, reference)).toBeLessThan(1e-5)
  },
)

test.each(golden.crossEntropy)('cross-entropy, $name', ({ labels, logits, value, gradient }) => {
  const actual = tf.tidy(() => {
    const loss = (f: tf.Tensor) => crossEntropy(tf.tensor1d(labels), f)
    const { value, grad } = tf.valueAndGrad(loss)(tf.tensor1d(logits))
    return { value: value.dataSync(), gradient: grad.dataSync() }
  })
  expect(relativeError(actual.value, [value])).toBeLessThan(1e-6)
  expect(relativeError(actual.gradient, gradient)).toBeLessThan(1e-6)
})
