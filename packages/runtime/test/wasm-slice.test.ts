import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { registerKernels, selectBackend } from '../src/index.ts'
import { on } from './reference.ts'

beforeEach(async () => {
  await selectBackend({ backend: 'wasm' })
})

const axis = fc
  .record({ length: fc.integer({ min: 1, max: 4 }), from: fc.nat(3), to: fc.nat(3) })
  .map(({ length, from, to }) => {
    const begin = Math.min(from, length - 1)
    return { length, begin, size: Math.min(to + 1, length - begin) }
  })

test.each(['float32', 'int32', 'bool', 'string'] as const)(
  'slices of %s like the cpu back end',
  async (dtype) => {
    const axes = fc.array(axis, { minLength: 1, maxLength: 6 })
    const property = fc.asyncProperty(axes, async (axes) => {
      const slice = () => {
        const shape = axes.map(({ length }) => length)
        const length = shape.reduce((product, size) => product * size)
        const values = Array.from({ length }, (_, i) =>
          dtype === 'string' ? `${i}` : dtype === 'bool' ? i % 3 === 0 : i,
        )
        const x = tf.tensor(values as number[], shape, dtype)
        const begins = axes.map(({ begin }) => begin)
        const sliced = tf.slice(
          x,
          begins,
          axes.map(({ size }) => size),
        )
        expect(sliced.shape).toEqual(axes.map(({ size }) => size))
        return [sliced, tf.slice(x, begins)]
      }
      expect(await on('wasm', slice)).toEqual(await on('reference', slice))
    })
    await fc.assert(property, { seed: 7, numRuns: 100 })
  },
)

test('wraps the kernel of tfjs once', () => {
  const warn = vi.spyOn(console, 'warn')
  const first = tf.getKernel(tf.Slice, 'wasm')
  registerKernels()
  expect(tf.getKernel(tf.Slice, 'wasm')).toBe(first)
  expect(warn).not.toHaveBeenCalled()
})
