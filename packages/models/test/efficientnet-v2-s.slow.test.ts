import { describe } from 'vitest'
import { efficientNetV2S } from '../src/index.ts'
import { useFastFilterGradient } from './fast-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

useFastFilterGradient()

describe('efficientNetV2S', () => {
  variantTests((options) => efficientNetV2S({ seed: 0, ...options }), 32, 'efficientnet-v2-s')
})

describe('efficientNetV2S agrees with torchvision without dropout and stochastic depth', () => {
  goldenTests('efficientnet-v2-s', 20_178_769, () =>
    efficientNetV2S({ seed: 0, dropout: 0, stochasticDepth: 0 }),
  )
})
