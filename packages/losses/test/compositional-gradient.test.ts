import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { aucSquareObjective, compositionalGradNormSquared, crossEntropy } from '../src/index.ts'
import { bits, type Data, golden, withNetwork } from './probed-network.ts'

const [first] = golden.data as [Data]

describe.each(golden.data.map((data, i) => ({ ...data, i })))('$outputs outputs', (data) => {
  // Central differences in float32 are within 1e-4 of the double-precision gradient through the inner step.
  test.each(golden.cases.filter((c) => c.data === data.i))(
    '$loss, margin $margin, prior $prior, inner step $innerLearningRate',
    ({ innerLearningRate, loss, prior, margin, compositionalGradNormSquared: expected }) => {
      const auc = { prior, margin }
      const aucLoss = (y: tf.Tensor, f: tf.Tensor) => aucSquareObjective(y, f, auc)
      const options = { innerLearningRate, ...auc, ...(loss === 'square' && { aucLoss }) }
      const actual = withNetwork(data, golden.batches, (problem) =>
        compositionalGradNormSquared(problem, options),
      )
      expect(Math.abs(actual / expected - 1)).toBeLessThan(1e-4)
    },
  )
})

test('how the data falls into batches does not matter', () => {
  const at = (sizes: number[]) =>
    withNetwork(first, sizes, (problem) =>
      compositionalGradNormSquared(problem, { innerLearningRate: 0.5 }),
    )
  expect(at([1, 7, 16]) / at([24])).toBeCloseTo(1, 4)
})

test('the weights come back bit for bit, and nothing else stays', () => {
  withNetwork(first, golden.batches, (problem) => {
    const before = { bits: bits(problem), tensors: tf.memory().numTensors }
    compositionalGradNormSquared(problem, { innerLearningRate: 0.1 })
    expect(bits(problem)).toEqual(before.bits)
    expect(tf.memory().numTensors).toBe(before.tensors)
  })
})

test('a gradient that vanishes gives 0, a NaN score NaN', () => {
  const at = (labels: number[], inputs = first.inputs) =>
    withNetwork({ ...first, labels, inputs }, [24], (problem) =>
      compositionalGradNormSquared(problem, { innerLearningRate: 0.1 }),
    )
  expect(at(first.labels.map(() => Number.NaN))).toBe(0)
  expect(at(first.labels, [Number.NaN, ...first.inputs.slice(1)])).toBeNaN()
})

test('takes other losses: of a network without an inner step, the norm of the gradient alone', () => {
  const value = withNetwork(first, golden.batches, (problem) =>
    compositionalGradNormSquared(problem, { innerLearningRate: 0, aucLoss: crossEntropy }),
  )
  const { gradNormSquared } = golden.cases[0]!
  expect(value / gradNormSquared).toBeCloseTo(1, 5)
})

test('refuses to measure nothing', () => {
  const scores = () => tf.scalar(0)
  const nothing = { weights: {}, batches: 0, labels: scores, scores }
  expect(() => compositionalGradNormSquared(nothing, { innerLearningRate: 0.1 })).toThrow(
    'batches must be ≥ 1',
  )
})
