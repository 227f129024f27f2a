/** The gradient of a convolution in its filter, for tests of large networks: a hundred times faster than tfjs's on cpu. */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll } from 'vitest'

const id = { kernelName: tf.Conv2DBackpropFilter, backendName: 'cpu' }

/** Replaces tfjs's kernel in the tests of this file or `describe`. */
export function useComposedFilterGradient(): void {
  let stock: tf.KernelConfig
  beforeAll(() => {
    stock = tf.getKernel(id.kernelName, id.backendName)
    replace({ ...id, kernelFunc })
  })
  afterAll(() => replace(stock))
}

function replace(kernel: tf.KernelConfig): void {
  tf.unregisterKernel(id.kernelName, id.backendName)
  tf.registerKernel(kernel)
}

const kernelFunc: tf.KernelFunc = ({ inputs, attrs }) => {
  const { x, dy } = inputs as Record<'x' | 'dy', tf.Tensor4D>
  const { filterShape, strides, pad } = attrs as unknown as tf.Conv2DBackpropFilterAttrs
  return tf.tidy(() => filterGradient(x, dy, filterShape, [strides].flat()[0]!, pad === 'same'))
}

/** For each pixel of the window: (what it saw)ᵀ · dy. */
function filterGradient(
  x: tf.Tensor4D,
  dy: tf.Tensor4D,
  [window, , from, to]: [number, number, number, number],
  stride: number,
  same: boolean,
): tf.Tensor4D {
  const margin: [number, number] = same ? [(window - 1) / 2, (window - 1) / 2] : [0, 0]
  const padded = tf.pad(x, [[0, 0], margin, margin, [0, 0]])
  const [n, height, width] = dy.shape
  const end = (start: number, length: number) => start + (length - 1) * stride + 1
  const pixels = Array.from({ length: window ** 2 }, (_, i) => {
    const [row, column] = [Math.floor(i / window), i % window]
    const seen = tf.stridedSlice(
      padded,
      [0, row, column, 0],
      [n, end(row, height), end(column, width), from],
      [1, stride, stride, 1],
    )
    return tf.matMul(tf.reshape(seen, [-1, from]), tf.reshape(dy, [-1, to]), true)
  })
  return tf.reshape(tf.stack(pixels), [window, window, from, to])
}
