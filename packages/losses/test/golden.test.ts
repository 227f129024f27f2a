import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { type AucMarginOptions, aucMargin, aucMarginObjective, crossEntropy } from '../src/index.ts'
import { relativeError } from './reference.ts'

// PyTorch in double precision, LibAUC 1.2.0 where it has the loss: tools/golden/losses.py.
const golden = JSON.parse(
  readFileSync(new URL('./golden/losses.json', import.meta.url), 'utf8'),
) as Golden

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
  objective: (AucMarginOptions & { batch: string; value: number })[]
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

  test('aucMarginObjective within 2e-6 of a numerical search', () => {
    for (const expected of golden.objective.filter((c) => c.batch === name)) {
      const value = tf.tidy(
        () =>
          aucMarginObjective(
            tf.tensor1d(labels),
            tf.tensor1d(scores),
            optionsOf(expected),
          ).dataSync()[0]!,
      )
      expect(Math.abs(value - expected.value)).toBeLessThan(2e-6 * Math.max(1, expected.value))
    }
  })
})

test.each(golden.crossEntropy)('cross-entropy, $name', ({ labels, logits, value, gradient }) => {
  const actual = tf.tidy(() => {
    const loss = (f: tf.Tensor) => crossEntropy(tf.tensor1d(labels), f)
    const { value, grad } = tf.valueAndGrad(loss)(tf.tensor1d(logits))
    return { value: value.dataSync(), gradient: grad.dataSync() }
  })
  expect(relativeError(actual.value, [value])).toBeLessThan(1e-6)
  expect(relativeError(actual.gradient, gradient)).toBeLessThan(1e-6)
})
