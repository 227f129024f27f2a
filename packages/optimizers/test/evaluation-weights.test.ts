import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { namedVariables, type PdscaOptions, pdsca, withEvaluationWeights } from '../src/index.ts'

const scalar = (x: number) => tf.tidy(() => tf.variable(tf.scalar(x)))
const read = (v: tf.Tensor) => v.dataSync()[0]!

/** One step on L_AVG = w²/2 and an AUC loss of w. */
function stepped(options: PdscaOptions) {
  const weights = { w: scalar(2) }
  const auc = { a: scalar(0), b: scalar(0), alpha: scalar(0) }
  const inner = () => tf.mul(0.5, tf.square(weights.w)) as tf.Scalar
  const outer = () => tf.add(weights.w, tf.mul(0, tf.addN([auc.a, auc.b, auc.alpha]))) as tf.Scalar
  const optimizer = pdsca({ weightDecay: 0, innerAveraging: 1, innerSteps: 2, ...options })
  const state = optimizer.init({ weights, auc })
  tf.tidy(() => void optimizer.step({ weights, auc, inner, outer }, state))
  return { weights, auc, optimizer, state }
}

test('evaluates u^(k) on request, and puts the weights back', async () => {
  const { weights, auc, optimizer, state } = stepped({ evaluateAt: 'innerPoint' })
  const before = read(weights.w)
  const tensors = tf.memory().numTensors
  const seen = await withEvaluationWeights(optimizer, { weights }, state, async () => {
    await Promise.resolve()
    return read(weights.w)
  })
  expect(seen).toBeCloseTo(2 * 0.9 ** 2, 6)
  const failed = withEvaluationWeights(optimizer, { weights }, state, () => {
    throw new Error('no data')
  })
  await expect(failed).rejects.toThrow('no data')
  expect(read(weights.w)).toBe(before)
  expect(tf.memory().numTensors).toBe(tensors)
  tf.dispose([weights, auc, namedVariables(state)] as never)
})

test('evaluates the weights themselves otherwise', async () => {
  const { weights, auc, optimizer, state } = stepped({})
  const seen = await withEvaluationWeights(optimizer, { weights }, state, () => read(weights.w))
  expect(seen).toBe(read(weights.w))
  tf.dispose([weights, auc, namedVariables(state)] as never)
})
