import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { resnet20, resnet32, resnet44, resnet56 } from '../src/index.ts'
import { useFastFilterGradient } from './fast-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

describe('resnet20', () => {
  variantTests((options) => resnet20({ seed: 0, ...options }), 9, 'resnet20')

  test('keeps its statistics when told to', () => {
    const model = resnet20({ seed: 0 })
    const before = model.statistics['bn1.running_var']!.dataSync()
    tf.tidy(() => {
      model.apply(tf.ones([2, 8, 8, 3]), { training: true, updateStatistics: false })
    })
    expect(model.statistics['bn1.running_var']!.dataSync()).toEqual(before)
    model.dispose()
  })
})

describe('resnet20 agrees with LibAUC', () => {
  goldenTests('resnet20', 269_137, () => resnet20({ seed: 0 }))
})

describe.each([
  ['resnet32', 463_569, resnet32],
  ['resnet44', 658_001, resnet44],
  ['resnet56', 852_433, resnet56],
] as const)('%s agrees with LibAUC', (name, parameters, create) => {
  useFastFilterGradient()
  goldenTests(name, parameters, () => create({ seed: 0 }))
})
