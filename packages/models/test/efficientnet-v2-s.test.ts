import { describe, expect, test } from 'vitest'
import { type EfficientNetOptions, efficientNetV2S } from '../src/index.ts'
import { useComposedFilterGradient } from './composed-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

useComposedFilterGradient()

const parameters = 20_178_769

describe('efficientNetV2S', () => {
  variantTests((options) => efficientNetV2S({ seed: 0, ...options }), 32, 'efficientnet-v2-s')

  // Of 40 blocks five change the width or the resolution, and the first has probability 0.
  test.each<[Omit<EfficientNetOptions, 'seed'>, number]>([
    [{ dropout: 0 }, 34],
    [{ stochasticDepth: 0 }, 1280],
  ])('draws only where something may be left out: %o', (options, noise) => {
    const model = efficientNetV2S({ seed: 0, ...options })
    model.dispose()
    expect(model.noise).toBe(noise)
  })
})

describe('efficientNetV2S agrees with torchvision without dropout and stochastic depth', () => {
  goldenTests('efficientnet-v2-s', parameters, () =>
    efficientNetV2S({ seed: 0, dropout: 0, stochasticDepth: 0 }),
  )
})

describe('efficientNetV2S agrees with torchvision for the same noise', () => {
  goldenTests('efficientnet-v2-s-noise', parameters, () => efficientNetV2S({ seed: 0 }))
})
