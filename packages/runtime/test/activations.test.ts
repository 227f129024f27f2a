import { describe } from 'vitest'
import { activationTests } from './activations.ts'

describe('wasm', () => activationTests('wasm', 'wasm'))
describe('cpu', () => activationTests('cpu', 'cpu'))
