/** What every loss must do, whatever its formula. */
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import { derivatives, relativeError } from './reference.ts'

type Loss = (labels: tf.Tensor, scores: tf.Tensor) => tf.Tensor

export interface Subject {
  readonly loss: Loss
  /** The formula in double precision; `scores` row by row. Without unknown labels. */
  readonly reference: (labels: readonly number[], scores: readonly number[]) => number
  /** Both classes (0 and 1) and, for the reference, nothing unknown. */
  readonly labels: readonly number[]
  readonly scores: readonly number[]
  /** Scores per example: 1, or the number of classes. Default 1. */
  readonly columns?: number
}

/** Value and gradient by the scores. */
export function evaluate(
  loss: Loss,
  labels: readonly number[],
  scores: readonly number[],
  columns = 1,
): { value: number; gradient: number[] } {
  return tf.tidy(() => {
    const f = tf.tensor2d([...scores], [scores.length / columns, columns])
    const { value, grad } = tf.valueAndGrad((f: tf.Tensor) => loss(tf.tensor1d([...labels]), f))(f)
    return { value: value.dataSync()[0]!, gradient: [...grad.dataSync()] }
  })
}

export function conformance(name: string, subject: Subject): void {
  const { loss, labels, scores, columns = 1 } = subject
  const run = (y: readonly number[], f: readonly number[]) => evaluate(loss, y, f, columns)
  const allFinite = ({ value, gradient }: ReturnType<typeof run>) =>
    [value, ...gradient].every(Number.isFinite)
  const base = () => run(labels, scores)

  describe(`${name}, as every loss,`, () => {
    test('has the value and the gradient of its formula', () => {
      const { value, gradient } = base()
      const reference = (f: number[]) => subject.reference(labels, f)
      expect(relativeError([value], [reference([...scores])])).toBeLessThan(2e-6)
      expect(relativeError(gradient, derivatives(reference, scores))).toBeLessThan(2e-6)
    })

    test('ignores the order of the examples', () => {
      const order = labels.map((_, i) => (5 * i + 3) % labels.length)
      expect(new Set(order).size).toBe(labels.length)
      const rows = <T>(values: readonly T[]) =>
        order.flatMap((i) => values.slice(columns * i, columns * (i + 1)))
      const permuted = run(
        order.map((i) => labels[i]!),
        rows(scores),
      )
      expect(relativeError([permuted.value], [base().value])).toBeLessThan(1e-6)
      expect(relativeError(permuted.gradient, rows(base().gradient))).toBeLessThan(1e-6)
    })

    test.each([Number.NaN, -1])('leaves examples with the label %d out', (unknown) => {
      const more = run([unknown, ...labels], [...scores.slice(-columns), ...scores])
      expect(more.value).toBeCloseTo(base().value, 6)
      expect(more.gradient.slice(0, columns).every((g) => g === 0)).toBe(true)
      expect(relativeError(more.gradient.slice(columns), base().gradient)).toBeLessThan(1e-6)
    })

    test('a NaN score comes out as NaN, at every place, its label known or not', () => {
      for (const i of scores.keys()) {
        const broken = run(
          labels,
          scores.map((f, j) => (i === j ? Number.NaN : f)),
        )
        expect(broken.value, `at ${i}`).toBeNaN()
        expect(broken.gradient.some(Number.isNaN), `gradient, at ${i}`).toBe(true)
      }
      const nan = Array<number>(columns).fill(Number.NaN)
      expect(run([Number.NaN, ...labels], [...nan, ...scores]).value).toBeNaN()
      expect(run([Number.NaN], nan).value).toBeNaN()
      expect(run([1], nan).value).toBeNaN()
    })

    test('is finite where a class or everything is missing (LibAUC #38)', () => {
      for (const y of [0, 1])
        expect(
          allFinite(
            run(
              labels.map(() => y),
              scores,
            ),
          ),
        ).toBe(true)
      const unknown = run(
        labels.map(() => Number.NaN),
        scores,
      )
      expect(allFinite(unknown)).toBe(true)
      expect(unknown.gradient.every((g) => g === 0)).toBe(true)
    })

    test('is finite for saturated and huge scores (LibAUC #75)', () => {
      for (const size of [20, 1e4])
        for (const sign of [1, -1]) {
          const huge = scores.map((_, i) => sign * (i % 3 === 0 ? size : -size))
          expect(allFinite(run(labels, huge))).toBe(true)
          expect(
            allFinite(
              run(
                labels,
                scores.map(() => sign * size),
              ),
            ),
          ).toBe(true)
        }
    })

    test('refuses scores of another size and frees everything it had made', () => {
      const before = tf.memory().numTensors
      expect(() => run(labels, scores.slice(columns))).toThrow(/Sizes/)
      expect(tf.memory().numTensors).toBe(before)
    })

    test('reads nothing back and leaves nothing behind but the value', () => {
      const y = tf.tensor1d([...labels])
      const f = tf.tensor2d([...scores], [labels.length, columns])
      const before = tf.memory().numTensors
      const reads = vi.spyOn(tf.engine(), 'readSync')
      const value = loss(y, f)
      const gradient = tf.grad((f: tf.Tensor) => loss(y, f))(f)
      expect(reads).not.toHaveBeenCalled()
      expect(value.shape).toEqual([])
      expect(tf.memory().numTensors).toBe(before + 2)
      tf.dispose([y, f, value, gradient])
    })
  })
}
