/** How PyTorch arranges the numbers of a weight. */
import * as tf from '@tensorflow/tfjs-core'

/** Where the axes of a weight are in PyTorch. */
export interface TorchLayout {
  /** PyTorch's shape. */
  readonly shape: readonly number[]
  /** The same with in and out apart. */
  readonly split: readonly number[]
  /** For each axis of the weight its place in `split`. */
  readonly axes: readonly number[]
}

/**
 * The layouts that PyTorch may have for a weight of `shape`, the usual one first.
 *
 * - `[…window, in, out]` is `[out, in, …window]` there, and `[in · out, 1, …window]` if each channel is convolved by itself;
 * - `[in, out]` is `[out, in]`; vectors are the same.
 *
 * One output per input is usual for the latter kind, unless the window is a single pixel.
 */
export function torchLayouts(shape: readonly number[]): TorchLayout[] {
  if (shape.length < 2) return [{ shape, split: shape, axes: [...shape.keys()] }]
  const window = shape.slice(0, -2)
  const [input, output] = shape.slice(-2) as [number, number]
  const inner = window.map((_, i) => i + 2)
  const reversed = [output, input, ...window]
  const full = { shape: reversed, split: reversed, axes: [...inner, 1, 0] }
  if (window.length === 0) return [full]
  const depthwise = {
    shape: [input * output, 1, ...window],
    split: [input, output, ...window],
    axes: [...inner, 0, 1],
  }
  const isPixel = window.every((size) => size === 1)
  return output === 1 && !isPixel ? [depthwise, full] : [full, depthwise]
}

/** PyTorch's tensor of a weight. */
export function toTorch(weight: tf.Tensor, { shape, axes }: TorchLayout): tf.Tensor {
  const inverse = axes.map((_, axis) => axes.indexOf(axis))
  return tf.reshape(tf.transpose(weight, inverse), [...shape])
}

/** The weight of which `values` are PyTorch's tensor, in row-major order. */
export function fromTorch(values: Float32Array, { split, axes }: TorchLayout): tf.Tensor {
  return tf.transpose(tf.tensor(values, [...split]), [...axes])
}
