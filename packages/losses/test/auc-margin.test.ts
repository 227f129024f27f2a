import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { type AucMarginOptions, aucMargin, type Prior } from '../src/index.ts'
import { conformance } from './conformance.ts'
import { derivatives, relativeError, saddle, sigmoid } from './reference.ts'

const labels = [1, 0, 0, 1, 0, 0, 0, 1]
const scores = [1.2, -0.3, 0.8, -1.5, 0.1, 0.1, -2.0, 0.4]
const variables = { a: 0.7, b: 0.2, alpha: 0.4 }
const scalars = () => ({
  a: tf.scalar(variables.a),
  b: tf.scalar(variables.b),
  alpha: tf.scalar(variables.alpha),
})

function evaluate(y: number[], f: number[], v: typeof variables, options: AucMarginOptions) {
  return tf.tidy(() => {
    const loss = (f: tf.Tensor, a: tf.Tensor, b: tf.Tensor, alpha: tf.Tensor) =>
      aucMargin(tf.tensor1d(y), f, { a, b, alpha }, options)
    const inputs = [tf.tensor1d(f), tf.scalar(v.a), tf.scalar(v.b), tf.scalar(v.alpha)]
    const { value, grads } = tf.valueAndGrads(loss as never)(inputs)
    return { value: value.dataSync()[0]!, gradients: grads.flatMap((g) => [...g.dataSync()]) }
  })
}

describe.each<[Prior, number | undefined]>([
  ['none', undefined],
  ['batch', 3 / 8],
  [0.1, 0.1],
])('prior %s', (prior, p) => {
  test.each(['none', 'sigmoid'] as const)(
    'scores %s: value and finite differences',
    (scoreTransform) => {
      const transform = scoreTransform === 'none' ? (x: number) => x : sigmoid
      const reference = (x: number[]) => {
        const [a, b, alpha] = x.slice(-3) as [number, number, number]
        const options = p === undefined ? { margin: 0.5 } : { margin: 0.5, p }
        return saddle(labels, x.slice(0, -3).map(transform), { a, b, alpha }, options)
      }
      const at = [...scores, variables.a, variables.b, variables.alpha]
      const { value, gradients } = evaluate(labels, scores, variables, {
        margin: 0.5,
        prior,
        scoreTransform,
      })
      expect(value).toBeCloseTo(reference(at), 6)
      expect(relativeError(gradients, derivatives(reference, at))).toBeLessThan(1e-6)
    },
  )
})

conformance('aucMargin', {
  loss: (y, f) => tf.tidy(() => aucMargin(y, f, scalars(), { margin: 0.5 })),
  reference: (y, f) => saddle(y, f.map(sigmoid), variables, { margin: 0.5 }),
  labels,
  scores,
})

conformance('aucMargin with the prior of the batch', {
  loss: (y, f) => tf.tidy(() => aucMargin(y, f, scalars(), { prior: 'batch' })),
  reference: (y, f) => saddle(y, f.map(sigmoid), variables, { p: 3 / 8 }),
  labels,
  scores,
})

conformance('aucMargin of scores of norm 1', {
  loss: (y, f) => tf.tidy(() => aucMargin(y, f, scalars(), { scoreTransform: 'l2' })),
  reference: (y, f) => {
    const norm = Math.hypot(...f)
    return saddle(
      y,
      f.map((x) => x / norm),
      variables,
      {},
    )
  },
  labels,
  scores,
})

test('prior batch is p(1−p) times prior none', () => {
  const none = evaluate(labels, scores, variables, { prior: 'none' })
  const batch = evaluate(labels, scores, variables, { prior: 'batch' })
  const factor = (3 / 8) * (5 / 8)
  expect(batch.value / none.value).toBeCloseTo(factor, 6)
  expect(
    relativeError(
      batch.gradients,
      none.gradients.map((g) => g * factor),
    ),
  ).toBeLessThan(1e-6)
})

test('several labels: each has its own a, b, alpha; unknown labels are left out', () => {
  const value = tf.tidy(() => {
    const columns = tf.tensor2d([1, 0, 0, 1, 0, Number.NaN, 1, 1], [4, 2])
    const scores = tf.tensor2d([0.9, 0.3, 0.2, 0.8, 0.4, 9, 0.7, 0.6], [4, 2])
    const auxiliary = {
      a: tf.tensor1d([0.8, 0.5]),
      b: tf.tensor1d([0.1, 0]),
      alpha: tf.tensor1d([0.2, 0.3]),
    }
    return aucMargin(columns, scores, auxiliary, { scoreTransform: 'none' }).dataSync()[0]
  })
  const first = saddle([1, 0, 0, 1], [0.9, 0.2, 0.4, 0.7], { a: 0.8, b: 0.1, alpha: 0.2 }, {})
  const second = saddle([0, 1, 1], [0.3, 0.8, 0.6], { a: 0.5, b: 0, alpha: 0.3 }, {})
  expect(value).toBeCloseTo((first + second) / 2, 6)
})

const columns = () => ({
  y: tf.tensor2d([1, 0, 0, 1, 0, Number.NaN, 1, 1], [4, 2]),
  f: tf.tensor2d([0.9, 0.3, 0.2, 0.8, 0.4, 9, 0.7, 0.6], [4, 2]),
  variables: {
    a: tf.tensor1d([0.8, 0.5]),
    b: tf.tensor1d([0.1, 0]),
    alpha: tf.tensor1d([0.2, 0.3]),
  },
})

test('several labels may have a fixed prior each', () => {
  const value = tf.tidy(() => {
    const { y, f, variables } = columns()
    const options = { prior: [0.1, 0.3], scoreTransform: 'none' } as const
    return aucMargin(y, f, variables, options).dataSync()[0]
  })
  const first = saddle(
    [1, 0, 0, 1],
    [0.9, 0.2, 0.4, 0.7],
    { a: 0.8, b: 0.1, alpha: 0.2 },
    { p: 0.1 },
  )
  const second = saddle([0, 1, 1], [0.3, 0.8, 0.6], { a: 0.5, b: 0, alpha: 0.3 }, { p: 0.3 })
  expect(value).toBeCloseTo((first + second) / 2, 6)
})

test('several labels: gradients of one label do not depend on the other, unknown labels have none', () => {
  const gradients = tf.tidy(() => {
    const { y, f, variables } = columns()
    const loss = (f: tf.Tensor, a: tf.Tensor, b: tf.Tensor, alpha: tf.Tensor) =>
      aucMargin(y, f, { a, b, alpha })
    const inputs = [f, variables.a, variables.b, variables.alpha]
    return tf
      .grads(loss as never)(inputs)
      .map((g) => [...g.dataSync()])
  })
  const alone = evaluate([0, 1, 1], [0.3, 0.8, 0.6], { a: 0.5, b: 0, alpha: 0.3 }, {}).gradients
  const [f, a, b, alpha] = gradients as [number[], number[], number[], number[]]
  const second = [f[1], f[3], f[7], a[1], b[1], alpha[1]].map((g) => 2 * g!)
  expect(relativeError(second, alone)).toBeLessThan(1e-6)
  expect(f[5]).toBe(0)
})

test.each(['none', 'batch', 0.1] as const)(
  'prior %s: a missing class and saturated scores give finite values and gradients',
  (prior) => {
    for (const y of [
      [1, 1],
      [0, 0],
      [1, 0],
    ]) {
      const { value, gradients } = evaluate(y, [200, -200], variables, { prior })
      expect([value, ...gradients].every(Number.isFinite)).toBe(true)
    }
  },
)

test('p → 0: the loss and its gradients tend to those of the negatives, times p', () => {
  const p = 1e-6
  const { value, gradients } = evaluate([0, 0], [0.3, -0.2], variables, {
    prior: p,
    scoreTransform: 'none',
  })
  const reference = (x: number[]) =>
    saddle([0, 0], x.slice(0, 2), { ...variables, b: x[2]!, alpha: x[3]! }, { p }) / p
  const at = [0.3, -0.2, variables.b, variables.alpha]
  expect(relativeError([value / p], [reference(at)])).toBeLessThan(1e-5)
  const [f, g, a, b, alpha] = gradients as [number, number, number, number, number]
  expect(a).toBeCloseTo(0, 12)
  const scaled = [f, g, b, alpha].map((gradient) => gradient / p)
  expect(relativeError(scaled, derivatives(reference, at))).toBeLessThan(1e-5)
})

test.each([0, 1, -0.1, Number.NaN])('refuses the prior %d', (prior) => {
  expect(() => evaluate(labels, scores, variables, { prior })).toThrow(RangeError)
})

test('refuses priors and variables that are not one per label', () => {
  const call = (prior: readonly number[], size: number) => () =>
    tf.tidy(() => {
      const { y, f } = columns()
      const zeros = tf.zeros([size])
      return aucMargin(y, f, { a: zeros, b: zeros, alpha: zeros }, { prior })
    })
  expect(call([0.1], 2)).toThrow('prior must hold one share for each of 2 labels')
  expect(call([0.1, 1], 2)).toThrow('share of positives in (0, 1)')
  expect(call([0.1, 0.2], 1)).toThrow('one value per label')
})
