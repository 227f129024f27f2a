import * as tf from '@tensorflow/tfjs-core'
import { expect, test, vi } from 'vitest'
import { registerKernels } from '../src/index.ts'

test('registers for the back ends that are loaded, once, without a word', () => {
  const warn = vi.spyOn(console, 'warn')
  const shipped = tf.getKernel(tf.Conv2DBackpropFilter, 'cpu')
  registerKernels()
  const first = tf.getKernel(tf.Conv2DBackpropFilter, 'cpu')
  expect(first.kernelFunc).not.toBe(shipped.kernelFunc)
  const count = tf.getKernelsForBackend('cpu').length
  registerKernels()
  expect(tf.getKernel(tf.Conv2DBackpropFilter, 'cpu').kernelFunc).toBe(first.kernelFunc)
  expect(tf.getKernelsForBackend('cpu')).toHaveLength(count)
  for (const absent of ['tensorflow', 'wasm']) expect(tf.getKernelsForBackend(absent)).toEqual([])
  expect(warn).not.toHaveBeenCalled()
})
