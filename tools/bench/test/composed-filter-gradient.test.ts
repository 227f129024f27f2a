import * as tf from '@tensorflow/tfjs-core'
import '../../../test/setup.ts'
import { expect, test } from 'vitest'
import { composedFilterGradient } from '../src/workers/composed-filter-gradient.ts'

test.each([
  [1, 'same'],
  [2, 'valid'],
  [[2, 1], 'same'],
] as const)("is tfjs's own for stride %s and padding %s", (strides, pad) => {
  tf.tidy(() => {
    const inputs = { x: tf.randomNormal([2, 7, 8, 3], 0, 1, 'float32', 1) }
    const attrs = { strides, pad, filterShape: [3, 3, 3, 4], dataFormat: 'NHWC' } as never
    const { outShape } = tf.backend_util.computeConv2DInfo(
      [2, 7, 8, 3],
      [3, 3, 3, 4],
      strides as number,
      1,
      pad,
    )
    const all = { ...inputs, dy: tf.randomNormal(outShape, 0, 1, 'float32', 2) }
    const own = composedFilterGradient({ inputs: all, attrs, backend: tf.backend() }) as tf.Tensor
    const expected = tf.engine().runKernel(tf.Conv2DBackpropFilter, all, attrs) as tf.Tensor
    expect(tf.max(tf.abs(tf.sub(own, expected))).dataSync()[0]).toBeLessThan(1e-4)
  })
})
