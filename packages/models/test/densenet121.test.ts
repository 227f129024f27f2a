import { describe } from 'vitest'
import { densenet121 } from '../src/index.ts'
import { useFastFilterGradient } from './fast-filter-gradient.ts'
import { goldenTests } from './golden-network.ts'
import { variantTests } from './network-variants.ts'

useFastFilterGradient()

describe('densenet121', () => {
  variantTests((options) => densenet121({ seed: 0, ...options }), 32, 'densenet121')
})

describe('densenet121 agrees with torchvision', () => {
  goldenTests('densenet121', 6_954_881, () => densenet121({ seed: 0 }))
})
