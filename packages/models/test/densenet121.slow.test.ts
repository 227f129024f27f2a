import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { densenet121 } from '../src/index.ts'
import { useFastFilterGradient } from './fast-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

useFastFilterGradient()

describe('densenet121', () => {
  variantTests((options) => densenet121({ seed: 0, ...options }), 29, 'densenet121')

  test('refuses images of fewer than 29 pixels', () => {
    const model = densenet121({ seed: 0 })
    tf.tidy(() => {
      const run = () => model.apply(tf.zeros([1, 28, 40, 3]), { training: false })
      expect(run).toThrow(RangeError)
    })
    model.dispose()
  })
})

describe('densenet121 agrees with torchvision', () => {
  goldenTests('densenet121', 6_954_881, () => densenet121({ seed: 0 }))
})
