import { describe } from 'vitest'
import { efficientNetV2S } from '../src/index.ts'
import { useFastFilterGradient } from './fast-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'

useFastFilterGradient()

describe('efficientNetV2S agrees with torchvision where the same features and blocks are left out', () => {
  goldenTests('efficientnet-v2-s-noise', 20_178_769, () => efficientNetV2S({ seed: 0 }))
})
