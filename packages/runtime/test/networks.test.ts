import { describe } from 'vitest'
import { networkTests } from './networks.ts'

describe('wasm', () => networkTests('wasm', 'wasm'))
describe('cpu', () => networkTests('cpu', 'cpu'))
