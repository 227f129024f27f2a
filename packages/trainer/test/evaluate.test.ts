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
  const { auc, objective, scores } = await evaluate(model, data, { scoreTransform: 'none' })
  expect([...scores]).toEqual(pixels.flat().map(Math.fround))
  // Pairs won: 0.4 beats 0.1, 0.35 beats 0.1, 0.9 beats both; 4 of 6.
  expect(auc).toBeCloseTo(4 / 6, 12)
  // var₊ of {0.4, 0.35, 0.9}, var₋ of {0.1, 0.8}, means 0.55 and 0.45.
  expect(objective).toBeCloseTo(0.0616667 + 0.1225 + (1 + 0.45 - 0.55) ** 2, 5)
})
