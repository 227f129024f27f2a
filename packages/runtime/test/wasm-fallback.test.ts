import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { selectBackend } from '../src/index.ts'
import { conv2dBackpropFilter } from '../src/kernels/conv2d-backprop-filter.ts'
import { networkTests } from './networks.ts'

// As in browsers with threads, where the module of the back end does not export its memory.
beforeAll(async () => {
  await import('@tensorflow/tfjs-backend-wasm')
  await tf.setBackend('wasm')
  const { wasm } = tf.backend() as unknown as { wasm: { asm: Record<string, unknown> } }
  wasm.asm = { ...wasm.asm, memory: undefined }
  await selectBackend({ backend: 'wasm' })
})

test('without a companion the kernels are made of calls to those of tfjs', () => {
  expect(tf.getKernel(tf.Conv2DBackpropFilter, 'wasm').kernelFunc).toBe(conv2dBackpropFilter)
  expect(tf.getKernel('BatchNormTraining', 'wasm')).toBeUndefined()
})

describe('wasm', () => networkTests('wasm', 'wasm'))
