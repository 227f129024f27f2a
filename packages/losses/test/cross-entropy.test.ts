import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { crossEntropy } from '../src/index.ts'
import { derivatives, relativeError, sigmoid } from './reference.ts'

const evaluate = (labels: number[], logits: number[]) =>
  tf.tidy(() => {
    const loss = (f: tf.Tensor) => crossEntropy(tf.tensor1d(labels), f)
    const { value, grad } = tf.valueAndGrad(loss)(tf.tensor2d(logits, [logits.length, 1]))
    return { value: value.dataSync()[0]!, gradient: grad.dataSync() }
  })

test('equals −mean log-likelihood, with its gradient by finite differences', () => {
  const labels = [1, 0, 1, 0, 0]
  const logits = [0.3, -1.2, 2.5, 0.9, -4]
  const reference = (f: number[]) =>
    -f.reduce((sum, x, i) => sum + Math.log(labels[i] === 1 ? sigmoid(x) : 1 - sigmoid(x)), 0) /
    f.length
  const { value, gradient } = evaluate(labels, logits)
  expect(value).toBeCloseTo(reference(logits), 6)
  expect(relativeError(gradient, derivatives(reference, logits))).toBeLessThan(1e-6)
})

test('huge logits stay finite and exact', () => {
  const { value, gradient } = evaluate([1, 0, 0], [1000, 1000, -1000])
  expect(value).toBeCloseTo(1000 / 3, 3)
  expect([...gradient]).toEqual([0, Math.fround(1 / 3), 0])
})
