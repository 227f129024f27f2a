import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  crossEntropy,
  effectiveNumberWeights,
  focalLoss,
  ldamLoss,
  ldamMargins,
  softmaxCrossEntropy,
  softmaxFocalLoss,
} from '../src/index.ts'
import { readGolden } from './golden.ts'
import { relativeError } from './reference.ts'

interface Case {
  value: number
  gradient: number[]
  classWeights?: number[]
  gamma?: number
  counts?: number[]
  margins?: number[]
  scale?: number
}
interface Batch {
  labels: number[]
  logits: number[]
  columns: number
  cases: Case[]
}

// PyTorch in double precision: tools/golden/losses_classes.py. Some labels are unknown.
const golden = readGolden<{
  binary: Batch[]
  softmax: Batch[]
  ldam: Batch[]
  effectiveNumberWeights: { counts: number[]; beta: number; weights: number[] }[]
}>('losses-classes')

function agrees(
  { labels, logits, columns }: Batch,
  { value, gradient }: Case,
  loss: (y: tf.Tensor, z: tf.Tensor) => tf.Tensor,
): void {
  const actual = tf.tidy(() => {
    const n = logits.length / columns
    const y = tf.tensor(labels, labels.length === n ? [n] : [n, columns])
    const z = tf.tensor2d(logits, [n, columns])
    const { value, grad } = tf.valueAndGrad((z: tf.Tensor) => loss(y, z))(z)
    return { value: value.dataSync(), gradient: grad.dataSync() }
  })
  expect(relativeError(actual.value, [value])).toBeLessThan(1e-5)
  expect(relativeError(actual.gradient, gradient)).toBeLessThan(1e-5)
}

/** What of a case are options. */
const options = ({ value: _, gradient: __, counts: ___, ...rest }: Case) => rest

const every = (batches: Batch[]) =>
  batches.flatMap((batch, i) =>
    batch.cases.map((expected) => ({
      batch,
      expected,
      i,
      name: JSON.stringify(options(expected)),
    })),
  )

test('the file has cases with unknown labels', () => {
  for (const batches of [golden.binary, golden.softmax, golden.ldam]) {
    expect(every(batches).length).toBeGreaterThan(10)
    expect(batches.some(({ labels }) => labels.includes(-1))).toBe(true)
  }
})

describe('binary', () => {
  test.each(every(golden.binary))('batch $i, $name', ({ batch, expected }) => {
    const { gamma, ...weights } = options(expected)
    agrees(batch, expected, (y, f) => focalLoss(y, f, options(expected)))
    if (gamma === 0) agrees(batch, expected, (y, f) => crossEntropy(y, f, weights))
  })
})

describe('softmax', () => {
  test.each(every(golden.softmax))('batch $i, $name', ({ batch, expected }) => {
    const given = options(expected)
    agrees(batch, expected, (y, z) =>
      given.gamma === undefined ? softmaxCrossEntropy(y, z, given) : softmaxFocalLoss(y, z, given),
    )
  })
})

describe('ldam', () => {
  test.each(every(golden.ldam))('batch $i, $name', ({ batch, expected }) => {
    const margins = ldamMargins(expected.counts!)
    expect(relativeError(margins, expected.margins!)).toBeLessThan(1e-8)
    agrees(batch, expected, (y, z) => ldamLoss(y, z, { ...options(expected), margins }))
  })
})

test.each(golden.effectiveNumberWeights)(
  'effective numbers of $counts, beta $beta',
  ({ counts, beta, weights }) => {
    expect(relativeError(effectiveNumberWeights(counts, { beta }), weights)).toBeLessThan(1e-8)
  },
)
