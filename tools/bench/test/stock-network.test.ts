import * as tf from '@tensorflow/tfjs-core'
import '../../../test/setup.ts'
import { expect, test } from 'vitest'
import { stockResnet20 } from '../src/workers/stock-network.ts'

test('is ResNet-20: its parameters, its depth and its output', () => {
  const before = new Set(Object.keys(tf.engine().registeredVariables))
  tf.tidy(() => {
    const { weights, apply } = stockResnet20()
    expect(weights.reduce((sum, { size }) => sum + size, 0)).toBe(269_137)
    // The linear layer is the twentieth.
    expect(weights.filter(({ rank }) => rank === 4)).toHaveLength(19)
    const loss = () => tf.mean<tf.Scalar>(apply(tf.ones([2, 8, 8, 3])))
    const { value, grads } = tf.variableGrads(loss, [...weights])
    expect(value.dataSync()[0]).toSatisfy(Number.isFinite)
    expect(Object.keys(grads)).toHaveLength(weights.length)
  })
  for (const [name, variable] of Object.entries(tf.engine().registeredVariables))
    if (!before.has(name)) variable.dispose()
})
