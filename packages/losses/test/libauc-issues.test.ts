/** What users of LibAUC ran into, as tests: numbers are those of github.com/Optimization-AI/LibAUC/issues. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { assertBothClasses, aucMargin, aucMarginObjective } from '../src/index.ts'
import { evaluate } from './conformance.ts'

const variables = (a: number, b: number, alpha: number) => ({
  a: tf.scalar(a),
  b: tf.scalar(b),
  alpha: tf.scalar(alpha),
})

describe('#74: without a prior, the push on the negatives does not depend on the imbalance', () => {
  test.each([
    [1, 1],
    [1, 9],
    [9, 1],
  ])('%d positives, %d negatives', (positives, negatives) => {
    const y = [...Array(positives).fill(1), ...Array(negatives).fill(0)]
    const f = y.map((label) => (label === 1 ? 0.7 : 0.2))
    // Scores at a and b: only the terms with alpha are left, 2·alpha for each class. LibAUC: 2·alpha·(1 − p).
    const { gradient } = evaluate(
      (y, f) => aucMargin(y, f, variables(0.7, 0.2, 0.4), { scoreTransform: 'none' }),
      y,
      f,
    )
    const sum = (label: number) =>
      gradient.filter((_, i) => y[i] === label).reduce((total, g) => total + g, 0)
    expect(sum(1)).toBeCloseTo(-0.8, 6)
    expect(sum(0)).toBeCloseTo(0.8, 6)
  })
})

describe('#75: class sizes come from the labels, not from the terms that are not zero', () => {
  test('scores that equal a, b or 0 count in the class means', () => {
    // mean₊(f−a)² = (0 + 1)/2, mean₋(f−b)² = (0 + 0.25)/2, gap = 1 + 0.25 − 0.5
    const { value } = evaluate(
      (y, f) => aucMargin(y, f, variables(0, 0, 1), { scoreTransform: 'none' }),
      [1, 1, 0, 0],
      [0, 1, 0, 0.5],
    )
    expect(value).toBeCloseTo(0.5 + 0.125 + 2 * (1 + 0.25 - 0.5) - 1, 6)
  })

  test('a class whose scores are all 0, by saturation, is no 0/0', () => {
    const { value, gradient } = evaluate(
      (y, f) => aucMargin(y, f, variables(1, 0, 0.5)),
      [1, 0, 0],
      [200, -200, -200],
    )
    expect(value).toBe(-0.25)
    expect(gradient.map((g) => g + 0)).toEqual([0, 0, 0])
  })
})

test('#35: the margin acts with several labels and a prior, through alpha', () => {
  const y = [1, 0, 0, 1, 0, 0, 0, 1]
  const at = (margin: number) =>
    tf.tidy(() => {
      const f = tf.tensor2d([0.9, 0.3, 0.2, 0.8, 0.4, 0.1, 0.7, 0.6], [4, 2])
      const loss = (alpha: tf.Tensor) =>
        aucMargin(
          tf.tensor2d(y, [4, 2]),
          f,
          { a: tf.zeros([2]), b: tf.zeros([2]), alpha },
          { margin, prior: 'batch' },
        )
      const { value, grad } = tf.valueAndGrad(loss)(tf.tensor1d([0.2, 0.6]))
      return { value: value.dataSync()[0]!, byAlpha: [...grad.dataSync()] }
    })
  const [small, large] = [at(0.5), at(1)]
  const weights = [(1 / 4) * (3 / 4), (2 / 4) * (2 / 4)] // p(1−p) of the two labels
  const [first, second] = weights as [number, number]
  const rise = (2 * 0.5 * (0.2 * first + 0.6 * second)) / 2
  expect(large.value - small.value).toBeCloseTo(rise, 6)
  for (const [label, weight] of weights.entries())
    expect(large.byAlpha[label]! - small.byAlpha[label]!).toBeCloseTo(0.5 * weight, 6)
})

describe('#38: with an optimizer and a sampler of one’s own', () => {
  test('training goes on through batches of one class and separates the classes', () => {
    // 64 points in 8 batches; the 8 positives are in the first two, so that the other six lack a class.
    const labels = Array.from({ length: 64 }, (_, i) => (i < 16 && i % 2 ? 1 : 0))
    const points = labels.map((y, i) => [Math.sin(7 * i) + 1.5 * y, Math.cos(5 * i), 1])
    tf.tidy(() => {
      const w = tf.variable(tf.tensor2d([-1, 0.5, 0.2], [3, 1]))
      const { a, b, alpha } = variables(0, 0, 0)
      const auc = { a: tf.variable(a), b: tf.variable(b), alpha: tf.variable(alpha) }
      const objective = () =>
        aucMarginObjective(
          tf.tensor1d(labels),
          tf.matMul(tf.tensor2d(points), w as tf.Tensor2D),
        ).dataSync()[0]!
      const before = objective()
      const optimizer = tf.train.sgd(0.5)
      for (let step = 0; step < 400; step++) {
        const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => 8 * (step % 8) + i)
        const y = tf.tensor1d(rows.map((i) => labels[i]!))
        const x = tf.tensor2d(rows.map((i) => points[i]!))
        const loss = () => aucMargin(y, tf.matMul(x, w as tf.Tensor2D), auc)
        const { value, grads } = tf.variableGrads(loss)
        expect(Number.isFinite(value.dataSync()[0])).toBe(true)
        const byAlpha = grads[auc.alpha.name]!
        optimizer.applyGradients({ ...grads, [auc.alpha.name]: tf.neg(byAlpha) })
      }
      expect(before).toBeGreaterThan(1)
      expect(objective()).toBeLessThan(0.5)
      optimizer.dispose()
      tf.dispose([w, ...Object.values(auc)])
    })
  })

  test('whoever wants an error for such a batch asks for it', () => {
    expect(() => assertBothClasses([0, 0, 0])).toThrow('no positive example (label 1) among 3')
  })
})
