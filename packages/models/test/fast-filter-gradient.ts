/** The gradient of a convolution in its filter, for tests of large networks: tfjs's own takes 40 s for DenseNet-121. */
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll } from 'vitest'

const id = { kernelName: tf.Conv2DBackpropFilter, backendName: 'cpu' }

/** Replaces tfjs's kernel on the cpu back end in the tests of this file or `describe`. */
export function useFastFilterGradient(): void {
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
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad)
  return tf.tensor4d(
    filterGradient(x.dataSync<'float32'>(), dy.dataSync<'float32'>(), info),
    filterShape,
  )
}

type Info = tf.backend_util.Conv2DInfo

/** Σ over pixels of dy of (what the window saw there) ⊗ dy. */
function filterGradient(x: Float32Array, dy: Float32Array, info: Info): Float32Array {
  const { outChannels, filterHeight, filterWidth, inChannels } = info
  const sum = new Float64Array(filterHeight * filterWidth * inChannels * outChannels)
  for (let pixel = 0; pixel * outChannels < dy.length; pixel++) {
    const seen = seenFrom(pixel, info)
    for (let i = 0; i < seen.length; i++) {
      if (seen[i] === -1) continue
      const of = { x: seen[i]! * inChannels, dy: pixel * outChannels }
      addProduct(sum, i * inChannels * outChannels, x, dy, of, info)
    }
  }
  return Float32Array.from(sum)
}

/** For each place in the window the pixel of x that is there, −1 where none is. */
function seenFrom(pixel: number, info: Info): number[] {
  const { outHeight, outWidth, inHeight, inWidth, filterHeight, filterWidth } = info
  const image = Math.floor(pixel / (outHeight * outWidth))
  const top = (Math.floor(pixel / outWidth) % outHeight) * info.strideHeight - info.padInfo.top
  const left = (pixel % outWidth) * info.strideWidth - info.padInfo.left
  return Array.from({ length: filterHeight * filterWidth }, (_, i) => {
    const row = top + Math.floor(i / filterWidth)
    const column = left + (i % filterWidth)
    const inside = row >= 0 && row < inHeight && column >= 0 && column < inWidth
    return inside ? (image * inHeight + row) * inWidth + column : -1
  })
}

function addProduct(
  sum: Float64Array,
  begin: number,
  x: Float32Array,
  dy: Float32Array,
  of: { x: number; dy: number },
  { inChannels, outChannels }: Info,
): void {
  let next = begin
  for (let i = of.x; i < of.x + inChannels; i++) {
    const factor = x[i]!
    for (let j = of.dy; j < of.dy + outChannels; j++) sum[next++]! += factor * dy[j]!
  }
}
