/** PyTorch's layouts, and the numbers that tools/golden/networks.py computes from names. */
import * as tf from '@tensorflow/tfjs-core'

/** Number i in [-1, 1) of a name: FNV-1a of the name plus i times the golden ratio, finished as in MurmurHash3. */
export function hash(name: string): (i: number) => number {
  let start = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) start = Math.imul(start ^ byte, 0x01000193)
  return (i) => {
    let x = (Math.imul(i, 0x9e3779b9) + start) | 0
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1
  }
}

/** The first numbers of a name, in [-1, 1). */
export function uniform(name: string, length: number): number[] {
  const number = hash(name)
  return Array.from({ length }, (_, i) => number(i))
}

/** The same in [0, 1). */
export function positive(name: string, length: number): number[] {
  return uniform(name, length).map((x) => (x + 1) / 2)
}

/** What a tensor is: its layout follows from that and its rank. */
export type Kind = 'weight' | 'image'

/** A tensor of tfjs's `shape` from values in PyTorch's order. */
export function fromTorch(values: Float32Array, shape: number[], kind: Kind = 'weight'): tf.Tensor {
  const axes = axesInTorch(shape, kind)
  const back = axes.map((_, axis) => axes.indexOf(axis))
  return tf.tensor(transposed(values, shapeInTorch(shape, kind), back), shape)
}

/** The values of a tensor of tfjs in PyTorch's order. */
export function toTorch(x: tf.Tensor, kind: Kind = 'weight'): Float32Array {
  return transposed(x.dataSync<'float32'>(), x.shape, axesInTorch(x.shape, kind))
}

/** The shape of the same tensor in PyTorch. */
export function shapeInTorch(shape: number[], kind: Kind = 'weight'): number[] {
  return axesInTorch(shape, kind).map((axis) => shape[axis]!)
}

/** Which axes of tfjs PyTorch has, in its order. */
function axesInTorch(shape: number[], kind: Kind): number[] {
  if (kind === 'image') return [0, 3, 1, 2]
  // Depthwise filters [height, width, channels, 1] → [channels, 1, height, width].
  if (shape.length === 4) return shape[3] === 1 ? [2, 3, 0, 1] : [3, 2, 0, 1]
  return shape.map((_, axis) => axis).reverse()
}

/** Values of `shape` in the order of `axes`; tf.transpose takes ten times as long. */
function transposed(values: Float32Array, shape: number[], axes: number[]): Float32Array {
  const result = new Float32Array(values.length)
  const strides = shape.map((_, axis) => tf.util.sizeFromShape(shape.slice(axis + 1)))
  let next = 0
  const copy = (from: number, depth: number) => {
    const [length, stride] = [shape[axes[depth]!]!, strides[axes[depth]!]!]
    for (let i = 0; i < length; i++) {
      if (depth < axes.length - 1) copy(from + i * stride, depth + 1)
      else result[next++] = values[from + i * stride]!
    }
  }
  copy(0, 0)
  return result
}
