import * as tf from '@tensorflow/tfjs-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { selectBackend } from '../src/index.ts'
import { expectClose, on, wave } from './reference.ts'

type Pad = 'same' | 'valid' | [[0, 0], Sizes, Sizes, [0, 0]]
type Sizes = [height: number, width: number]

beforeEach(async () => {
  await selectBackend({ backend: 'wasm' })
})

// Image, filter, strides, padding: also windows that miss the last pixels, gaps between windows, and padding wider than the filter.
const geometries: [Sizes, Sizes, Sizes, Pad][] = [
  [[6, 7], [3, 3], [1, 1], 'same'],
  [[8, 8], [3, 3], [2, 2], 'same'],
  [[7, 8], [3, 3], [2, 2], 'valid'],
  [[8, 8], [3, 3], [2, 2], around([1, 1], [1, 1])],
  [[7, 9], [1, 1], [2, 2], 'valid'],
  [[9, 8], [2, 3], [3, 2], 'valid'],
  [[9, 9], [5, 3], [1, 2], around([2, 0], [1, 2])],
  [[6, 6], [2, 2], [1, 1], around([2, 2], [3, 2])],
]

describe.each(geometries)(
  'image %o, filter %o, strides %o, padding %s',
  (image, window, strides, pad) => {
    test('convolution: gradients of the input and the filter', async () => {
      await expectSameGradients(
        [
          [3, ...image, 4],
          [...window, 4, 5],
        ],
        (x, filter) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad),
      )
    })

    test.each([1, 3])('depthwise convolution, multiplier %i', async (multiplier) => {
      await expectSameGradients(
        [
          [3, ...image, 4],
          [...window, 4, multiplier],
        ],
        (x, filter) => tf.depthwiseConv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, pad),
      )
    })
  },
)

describe('refused', () => {
  const x = () => wave([1, 6, 6, 2]) as tf.Tensor4D
  const filter = () => wave([3, 3, 2, 1]) as tf.Tensor4D

  test('dilations', () => {
    tf.tidy(() => {
      const attrs = { strides: 1, pad: 'same', dilations: 2, inputShape: [1, 6, 6, 2] }
      const inputs = { dy: x(), filter: filter() }
      const run = () => tf.engine().runKernel(tf.DepthwiseConv2dNativeBackpropInput, inputs, attrs)
      expect(run).toThrow('dilations 2')
    })
  })

  test('channels first', () => {
    tf.tidy(() => {
      const attrs = { strides: 1, pad: 'same', dataFormat: 'NCHW', inputShape: [1, 2, 6, 6] }
      const run = () =>
        tf.engine().runKernel(tf.Conv2DBackpropInput, { dy: x(), filter: filter() }, attrs)
      expect(run).toThrow('NHWC')
    })
  })
})

describe('gather', () => {
  test.each([0, 1])('gradient along axis %i adds up duplicates', async (axis) => {
    await expectSameGradients([[4, 3, 2]], (x) => tf.gather(x as tf.Tensor, [2, 0, 2, 2], axis))
  })

  test('unsortedSegmentSum drops ids outside its segments', async () => {
    const [sums] = await on('wasm', () => [
      tf.unsortedSegmentSum(
        tf.tensor2d([
          [1, 2],
          [3, 4],
          [5, 6],
          [7, 8],
        ]),
        tf.tensor1d([1, -1, 1, 3], 'int32'),
        3,
      ),
    ])
    expect(sums).toEqual([0, 0, 6, 8, 0, 0])
  })
})

function around(rows: Sizes, columns: Sizes): Pad {
  return [[0, 0], rows, columns, [0, 0]]
}

/** Compares the gradients of Σ f(…)² on wasm with those of tfjs's own cpu kernels. */
async function expectSameGradients(
  shapes: number[][],
  f: (...inputs: tf.Tensor[]) => tf.Tensor,
): Promise<void> {
  const gradients = () =>
    tf.grads((...inputs) => tf.sum(tf.square(f(...inputs))))(
      shapes.map((shape, k) => wave(shape, k)),
    )
  expectClose(await on('wasm', gradients), await on('reference', gradients))
}
