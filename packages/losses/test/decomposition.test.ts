import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  aucSquareObjective,
  decomposition,
  pairwiseAuc,
  softmaxCrossEntropy,
} from '../src/index.ts'
import { bits, type Data, golden, withNetwork } from './probed-network.ts'

const terms = [
  'aucTerm',
  'alignmentTerm',
  'alignmentCosine',
  'gradNormTerm',
  'gradNormSquared',
  'compositional',
] as const

describe.each(golden.data.map((data, i) => ({ ...data, i })))('$outputs outputs', (data) => {
  test.each(golden.cases.filter((c) => c.data === data.i))(
    '$loss, margin $margin, prior $prior, inner step $innerLearningRate',
    ({ innerLearningRate, loss, prior, margin, ...expected }) => {
      const auc = { prior, margin }
      const aucLoss = (y: tf.Tensor, f: tf.Tensor) => aucSquareObjective(y, f, auc)
      const options = { innerLearningRate, ...auc, ...(loss === 'square' && { aucLoss }) }
      const actual = withNetwork(data, golden.batches, (problem) => decomposition(problem, options))
      for (const term of terms) expect(actual[term] / expected[term], term).toBeCloseTo(1, 5)
      expect(Math.abs(actual.remainder - expected.remainder)).toBeLessThan(3e-7)
    },
  )
})

test('how the data falls into batches does not matter', () => {
  const [data] = golden.data as [Data]
  const at = (sizes: number[]) =>
    withNetwork(data, sizes, (problem) => decomposition(problem, { innerLearningRate: 0.5 }))
  const whole = at([24])
  for (const [term, value] of Object.entries(at([1, 7, 16])))
    expect(value, term).toBeCloseTo(whole[term as 'aucTerm'], 6)
})

test('the remainder shrinks with the square of the inner step', () => {
  const [data] = golden.data as [Data]
  const slope = withNetwork(data, golden.batches, (problem) => {
    const remainder = (innerLearningRate: number) =>
      decomposition(problem, { innerLearningRate }).remainder
    return Math.log2(remainder(0.5) / remainder(0.125)) / 2
  })
  expect(Math.abs(slope - 2)).toBeLessThan(0.1)
})

test('the weights come back bit for bit, and nothing else stays', () => {
  const [data] = golden.data as [Data]
  withNetwork(data, golden.batches, (problem) => {
    const before = { bits: bits(problem), tensors: tf.memory().numTensors }
    decomposition(problem, { innerLearningRate: 0.1 })
    expect(bits(problem)).toEqual(before.bits)
    expect(tf.memory().numTensors).toBe(before.tensors)
  })
})

test('the weights come back after an error as well', () => {
  const [data] = golden.data as [Data]
  withNetwork(data, golden.batches, (problem) => {
    const before = bits(problem)
    let calls = 0
    const aucLoss = (y: tf.Tensor, f: tf.Tensor) => {
      calls++
      if (calls === 2) throw new Error('out of luck')
      return pairwiseAuc(y, f)
    }
    expect(() => decomposition(problem, { innerLearningRate: 0.1, aucLoss })).toThrow('out of luck')
    expect(bits(problem)).toEqual(before)
  })
})

test('takes other losses: of one as both, the gradients are parallel', () => {
  const [, data] = golden.data as [Data, Data]
  const loss = (y: tf.Tensor, f: tf.Tensor) => {
    const [first] = tf.split(y, 2, 1)
    return softmaxCrossEntropy(first!, f)
  }
  const { alignmentCosine, alignmentTerm, gradNormSquared } = withNetwork(
    data,
    golden.batches,
    (problem) =>
      decomposition(problem, { innerLearningRate: 0.1, averageLoss: loss, aucLoss: loss }),
  )
  expect(alignmentCosine).toBeCloseTo(1, 6)
  expect(alignmentTerm).toBe(gradNormSquared)
})

test('a gradient that vanishes gives the cosine 0, a NaN score NaN', () => {
  const [data] = golden.data as [Data]
  const at = (labels: number[], inputs = data.inputs) =>
    withNetwork({ ...data, labels, inputs }, [24], (problem) =>
      decomposition(problem, { innerLearningRate: 0.1 }),
    )
  expect(at(data.labels.map(() => Number.NaN)).alignmentCosine).toBe(0)
  expect(at(data.labels, [Number.NaN, ...data.inputs.slice(1)]).aucTerm).toBeNaN()
})

test('refuses to measure nothing', () => {
  const nothing = {
    weights: {},
    batches: 0,
    labels: () => tf.scalar(0),
    scores: () => tf.scalar(0),
  }
  expect(() => decomposition(nothing, { innerLearningRate: 0.1 })).toThrow('batches must be ≥ 1')
})
