import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { type AucMarginOptions, aucMargin, type Prior } from '../src/index.ts'
import { derivatives, relativeError, saddle, sigmoid } from './reference.ts'

const labels = [1, 0, 0, 1, 0, 0, 0, 1]
const scores = [1.2, -0.3, 0.8, -1.5, 0.1, 0.1, -2.0, 0.4]
const variables = { a: 0.7, b: 0.2, alpha: 0.4 }

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

test('scores that equal a, b or 0 count in the class means (LibAUC #75)', () => {
  // mean₊(f−a)² = (0 + 1)/2, mean₋(f−b)² = (0 + 0.25)/2, gap = 1 + 0.25 − 0.5
  const { value } = evaluate(
    [1, 1, 0, 0],
    [0, 1, 0, 0.5],
    { a: 0, b: 0, alpha: 1 },
    {
      scoreTransform: 'none',
    },
  )
  expect(value).toBeCloseTo(0.5 + 0.125 + 2 * (1 + 0.25 - 0.5) - 1, 6)
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

test('a missing class and saturated scores give finite values and gradients', () => {
  for (const prior of ['none', 'batch', 0.1] as const)
    for (const y of [
      [1, 1],
      [0, 0],
      [1, 0],
    ]) {
      const { value, gradients } = evaluate(y, [200, -200], variables, { prior })
      expect([value, ...gradients].every(Number.isFinite)).toBe(true)
    }
})

test.each([0, 1, -0.1, Number.NaN])('refuses the prior %d', (prior) => {
  expect(() => evaluate(labels, scores, variables, { prior })).toThrow(RangeError)
})

test('refuses scores of another size', () => {
  const zero = tf.scalar(0)
  const call = () =>
    tf.tidy(() =>
      aucMargin(tf.tensor1d([0, 1]), tf.tensor1d([1, 2, 3]), { a: zero, b: zero, alpha: zero }),
    )
  expect(call).toThrow(/Size/)
  zero.dispose()
})
