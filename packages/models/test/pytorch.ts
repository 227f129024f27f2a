/** Tensors in PyTorch's layout, and the numbers that tools/golden/resnet20.py computes from names. */
import * as tf from '@tensorflow/tfjs-core'

/** The same integers as in the generator: FNV-1a of the name plus index times the golden ratio, finished as in MurmurHash3. */
export function uniform(name: string, length: number): number[] {
  let start = 0x811c9dc5
  for (const byte of new TextEncoder().encode(name)) start = Math.imul(start ^ byte, 0x01000193)
  return Array.from({ length }, (_, i) => {
    let x = (Math.imul(i, 0x9e3779b9) + start) | 0
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b)
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35)
    return ((x ^ (x >>> 16)) >>> 0) / 2 ** 31 - 1
  })
}

/** [height, width, in, out] → [out, in, height, width]; [in, out] → [out, in]; [n, h, w, c] → [n, c, h, w]. */
export function toTorch(x: tf.Tensor, kind: 'weight' | 'image' = 'weight'): tf.Tensor {
  if (kind === 'image') return tf.transpose(x, [0, 3, 1, 2])
  return x.rank === 4 ? tf.transpose(x, [3, 2, 0, 1]) : tf.transpose(x)
}

/** A tensor of tfjs's shape from values in PyTorch's order. */
export function fromTorch(
  values: Iterable<number>,
  shape: number[],
  kind: 'weight' | 'image' = 'weight',
): tf.Tensor {
  const data = Float32Array.from(values)
  if (kind === 'image') {
    const [n, h, w, c] = shape as [number, number, number, number]
    return tf.transpose(tf.tensor4d(data, [n, c, h, w]), [0, 2, 3, 1])
  }
  if (shape.length < 4) return tf.transpose(tf.tensor(data, [...shape].reverse()))
  const [h, w, input, output] = shape as [number, number, number, number]
  return tf.transpose(tf.tensor4d(data, [output, input, h, w]), [2, 3, 1, 0])
}
