import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { mlp } from '../src/index.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

const hidden = [24, 16]

describe('mlp', () => {
  variantTests(
    ({ channels = 2, ...options }) =>
      mlp({ seed: 0, inputs: 6 * 6 * channels, hidden, ...options }),
    6,
    'mlp',
  )

  test('is a linear function of the pixels without hidden layers', () => {
    const model = mlp({ seed: 0, inputs: 3, hidden: [] })
    tf.tidy(() => {
      const pixels = [0.5, -1, 2]
      const logits = model.apply(tf.tensor4d(pixels, [1, 1, 1, 3]), { training: true })
      const [weight, bias] = Object.values(model.parameters).map((x) => x.dataSync())
      const expected = pixels.reduce((sum, x, i) => sum + x * weight![i]!, bias![0]!)
      expect(logits.dataSync()[0]).toBeCloseTo(expected, 6)
    })
    model.dispose()
  })
})

describe('mlp agrees with PyTorch', () => {
  // 72 · 24 + 24, 24 · 16 + 16, 16 + 1.
  goldenTests('mlp', 2169, () => mlp({ seed: 0, inputs: 6 * 6 * 2, hidden }))
})
