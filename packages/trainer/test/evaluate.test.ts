import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { type BatchSource, evaluate } from '../src/index.ts'

/** A model whose logit is the first pixel. */
const model = {
  parameters: {},
  apply: (images: tf.Tensor4D) =>
    tf.slice(tf.reshape(images, [images.shape[0], -1]), [0, 0], [-1, 1]) as tf.Tensor2D,
}

const pixels = [
  [0.1, 0.8, 0.4],
  [0.35, 0.9],
]
const labels = [
  [0, 0, 1],
  [1, 1],
]
const data: BatchSource = {
  batchesPerEpoch: 2,
  batch: async (step) => ({
    images: Float32Array.from(pixels[step]!),
    labels: Float32Array.from(labels[step]!),
    indices: Int32Array.from(labels[step]!.keys()),
    shape: [pixels[step]!.length, 1, 1, 1],
  }),
}

test('scores every row once, in order; a shorter last batch counts by its rows', async () => {
  const { auc, objective, scores } = await evaluate(model, data, {
    loss: { scoreTransform: 'none' },
  })
  expect([...scores]).toEqual(pixels.flat().map(Math.fround))
  // Pairs won: 0.4 beats 0.1, 0.35 beats 0.1, 0.9 beats both; 4 of 6.
  expect(auc).toBeCloseTo(4 / 6, 12)
  // var₊ of {0.4, 0.35, 0.9}, var₋ of {0.1, 0.8}, means 0.55 and 0.45.
  expect(objective).toBeCloseTo(0.0616667 + 0.1225 + (1 + 0.45 - 0.55) ** 2, 5)
})

test('several classes: the mean over each against the rest', async () => {
  const threePixels = {
    parameters: {},
    apply: (images: tf.Tensor4D) => tf.reshape(images, [images.shape[0], 3]) as tf.Tensor2D,
  }
  const logits = [
    [0.9, 0.1, 0.2],
    [0.3, 0.8, 0.5],
    [0.6, 0.2, 0.4],
    [0.5, 0.3, 0.7],
  ]
  const source: BatchSource = {
    batchesPerEpoch: 1,
    batch: async () => ({
      images: Float32Array.from(logits.flat()),
      labels: Float32Array.of(0, 1, 2, 2),
      indices: Int32Array.of(0, 1, 2, 3),
      shape: [4, 1, 3, 1],
    }),
  }
  const { auc, objective } = await evaluate(threePixels, source, {
    loss: { scoreTransform: 'none' },
  })
  // Class 0 and 1 win every pair; of class 2, 0.7 beats 0.2 and 0.5, 0.4 beats 0.2 alone.
  expect(auc).toBeCloseTo((1 + 1 + 3 / 4) / 3, 12)
  // Biased variances of the class and of the rest, and the squared gap of their means to the margin.
  const ofClass = (own: number[], rest: number[]) =>
    variance(own) + variance(rest) + (1 + mean(rest) - mean(own)) ** 2
  const expected = [
    ofClass([0.9], [0.3, 0.6, 0.5]),
    ofClass([0.8], [0.1, 0.2, 0.3]),
    ofClass([0.4, 0.7], [0.2, 0.5]),
  ]
  expect(objective).toBeCloseTo(mean(expected), 6)
})

test('several labels: the mean over them, each over the images where it is known', async () => {
  const twoPixels = {
    apply: (images: tf.Tensor4D) => tf.reshape(images, [images.shape[0], 2]) as tf.Tensor2D,
  }
  const source: BatchSource = {
    batchesPerEpoch: 1,
    batch: async () => ({
      images: Float32Array.of(0.1, 0.9, 0.8, 0.2, 0.4, 0.3, 0.6, 0.5),
      labels: Float32Array.of(0, 1, 1, 0, Number.NaN, 1, 0, 0),
      indices: Int32Array.of(0, 1, 2, 3),
      shape: [4, 1, 2, 1],
    }),
  }
  const { auc } = await evaluate(twoPixels, source)
  // 0.8 beats 0.1 and 0.6; of the second label 0.9 beats both, 0.3 only 0.2.
  expect(auc).toBeCloseTo((1 + 3 / 4) / 2, 12)
})

function mean(values: number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function variance(values: number[]): number {
  return mean(values.map((value) => (value - mean(values)) ** 2))
}
