import { batchNormTraining } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { selectBackend } from '../src/index.ts'
import { conv2dBackpropFilter as arranged } from '../src/kernels/conv2d-backprop-filter.ts'
import { expectClose, on, wave } from './reference.ts'

type Shape = [number, number, number, number]

beforeEach(async () => {
  await selectBackend({ backend: 'wasm' })
})

test('runs in the companion, not as a convolution', () => {
  expect(tf.getKernel(tf.Conv2DBackpropFilter, 'wasm').kernelFunc).not.toBe(arranged)
  for (const name of ['BatchNormTraining', 'BatchNormTrainingGrad', 'ReluGrad'])
    expect(tf.getKernel(name, 'wasm'), name).toBeDefined()
})

const size = (max: number) => fc.integer({ min: 1, max })
const pair = (max: number) => fc.tuple(size(max), size(max))
const margin = () => fc.tuple(fc.nat(3), fc.nat(3))
const seeded = { seed: 7, numRuns: 150 }

describe('like the cpu back end of tfjs, for any shape', () => {
  test('gradient of a convolution in its filter', async () => {
    const channels = fc.oneof(size(20), fc.constantFrom(8, 16, 32))
    const geometry = fc.record({
      n: size(3),
      image: pair(11),
      window: pair(7),
      strides: pair(3),
      pad: fc.oneof(
        fc.constant<'same'>('same'),
        fc.constant<'valid'>('valid'),
        fc.tuple(margin(), margin()),
      ),
      from: channels,
      to: channels,
    })
    await check(geometry, ({ n, image, window, strides, pad, from, to }) => {
      const filterShape: Shape = [...window, from, to]
      const padding = typeof pad === 'string' ? pad : around(pad)
      const x = wave([n, ...image, from]) as tf.Tensor4D
      const { outShape } = tf.backend_util.computeConv2DInfo(
        x.shape,
        filterShape,
        strides,
        1,
        padding,
      )
      fc.pre(outShape[1] > 0 && outShape[2] > 0)
      const attrs = { strides, pad: padding, filterShape, dataFormat: 'NHWC' }
      const inputs = { x, dy: wave(outShape, 1) }
      return [tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attrs as never) as tf.Tensor]
    })
  })

  test('many pixels for one tap, whose products are summed in blocks', async () => {
    await expectSame(() => {
      const inputs = { x: wave([2, 90, 70, 5]), dy: wave([2, 90, 70, 9], 1) }
      const attrs = { strides: 1, pad: 'same', filterShape: [3, 3, 5, 9], dataFormat: 'NHWC' }
      return [tf.engine().runKernel(tf.Conv2DBackpropFilter, inputs, attrs as never) as tf.Tensor]
    })
  })

  test('batch normalisation, its statistics and its gradients', async () => {
    const shapes = fc.tuple(size(4), size(15), size(15), size(13), fc.integer({ min: -3, max: 3 }))
    await check(shapes, ([n, height, width, channels, shift]) => {
      fc.pre(n * height * width > 1)
      return normalised([n, height, width, channels], shift)
    })
  })

  test('gradient of relu, also at 0', async () => {
    await check(size(70), (length) => [
      tf.grad((x: tf.Tensor) => tf.mul(tf.relu(x), wave([length], 1)))(rounded([length])),
    ])
  })

  test('gradient of average pooling', async () => {
    const geometry = fc.record({ n: size(3), image: pair(9), channels: size(9), window: pair(9) })
    const strides = pair(3)
    await check(fc.tuple(geometry, strides), ([{ n, image, channels, window }, strides]) => {
      fc.pre(window[0] <= image[0] && window[1] <= image[1])
      const pool = (x: tf.Tensor) => tf.avgPool(x as tf.Tensor4D, window, strides, 'valid')
      return [tf.grad((x) => tf.square(pool(x)))(wave([n, ...image, channels]))]
    })
  })
})

test('batch normalisation of many values, summed in blocks, as in double precision', async () => {
  const [y, variance] = await on('wasm', () => normalised([3, 40, 37, 6], 100))
  const [exactY, exactVariance] = exactlyNormalised(100)
  // What rounding x ≈ 100 to float32 loses is not the kernel's.
  expectClose([y!, variance!], [exactY!, exactVariance!], 2e-5)
})

test.each([
  ['same', 3, 2],
  ['same', 4, 1],
  [1, 3, 2],
] as const)(
  'average pooling with padding %s, window %i, stride %i: ⟨pool(x), dy⟩ = ⟨x, gradient⟩',
  (pad, window, stride) => {
    tf.tidy(() => {
      const x = wave([2, 7, 9, 5]) as tf.Tensor4D
      const y = tf.avgPool(x, window, stride, pad, pad === 1 ? 'floor' : undefined)
      const dy = wave(y.shape, 1) as tf.Tensor4D
      const inputs = { dy, input: x }
      const attrs = { filterSize: window, strides: stride, pad, dimRoundingMode: 'floor' }
      const dx = tf.engine().runKernel(tf.AvgPoolGrad, inputs, attrs as never) as tf.Tensor
      const [left, right] = [tf.mul(y, dy), tf.mul(x, dx)].map((t) => tf.sum(t).dataSync()[0])
      expect(left).toBeCloseTo(right!, 4)
    })
  },
)

test('the memory of the back end does not grow with the steps', async () => {
  const bytes = () =>
    (tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } }).wasm.HEAPU8.length
  const step = () => tf.tidy(() => void normalised([4, 16, 16, 16], 1))
  for (let i = 0; i < 5; i++) step()
  const [before, data] = [bytes(), tf.backend().numDataIds()]
  for (let i = 0; i < 20; i++) step()
  expect([bytes(), tf.backend().numDataIds()]).toEqual([before, data])
})

function around([rows, columns]: [[number, number], [number, number]]) {
  return [[0, 0], rows, columns, [0, 0]] as [[0, 0], [number, number], [number, number], [0, 0]]
}

/** Multiples of 1/2, some of them 0. */
function rounded(shape: number[]): tf.Tensor {
  return tf.div(tf.round(tf.mul(wave(shape), 2)), 2)
}

/** y and the statistics of x around `shift`, and the gradients of Σ y³. */
function normalised(shape: Shape, shift: number): tf.Tensor[] {
  const channels = [shape[3]]
  const statistics: Float32Array[] = []
  const normalise = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
    batchNormTraining(x as tf.Tensor4D, scale as tf.Tensor1D, offset as tf.Tensor1D, {
      onStatistics: (...batch) =>
        statistics.push(...batch.map((statistic) => statistic.dataSync<'float32'>())),
    })
  const inputs: [tf.Tensor, tf.Tensor, tf.Tensor] = [
    tf.add(wave(shape), shift),
    wave(channels, 1),
    wave(channels, 2),
  ]
  const y = normalise(...inputs)
  const cubed = (...inputs: tf.Tensor[]) =>
    tf.pow(normalise(...(inputs as [tf.Tensor, tf.Tensor, tf.Tensor])), 3)
  const [mean, variance] = statistics.map((values) => tf.tensor1d(values)) as [tf.Tensor, tf.Tensor]
  return [y, variance, mean, ...tf.grads(cubed)(inputs)]
}

/** y and the variance as `normalised` has them for [3, 40, 37, 6]. */
function exactlyNormalised(shift: number): number[][] {
  const values = (shape: number[], phase = 0) => tf.tidy(() => [...wave(shape, phase).dataSync()])
  const x = tf.tidy(() => [...tf.add(wave([3, 40, 37, 6]), shift).dataSync()])
  const [scale, offset] = [values([6], 1), values([6], 2)]
  const rows = x.length / 6
  const channel = (c: number) => x.filter((_, i) => i % 6 === c)
  const mean = scale.map((_, c) => channel(c).reduce((sum, value) => sum + value, 0) / rows)
  const squares = mean.map((m, c) => channel(c).reduce((sum, value) => sum + (value - m) ** 2, 0))
  const y = x.map((value, i) => {
    const c = i % 6
    const deviation = Math.sqrt(squares[c]! / rows + 1e-5)
    return ((value - mean[c]!) / deviation) * scale[c]! + offset[c]!
  })
  return [y, squares.map((sum) => sum / (rows - 1))]
}

/** Compares wasm with the reference for 150 cases, always the same. */
async function check<Case>(
  cases: fc.Arbitrary<Case>,
  compute: (example: Case) => tf.Tensor[],
): Promise<void> {
  const property = fc.asyncProperty(cases, (example) => expectSame(() => compute(example)))
  await fc.assert(property, seeded)
}

async function expectSame(compute: () => tf.Tensor[]): Promise<void> {
  expectClose(await on('wasm', compute), await on('reference', compute))
}
