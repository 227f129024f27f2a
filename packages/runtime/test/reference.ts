/** The cpu back end as tfjs ships it, under a name of its own: nothing that this package registers reaches it. */

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import { expect } from 'vitest'

tf.registerBackend('reference', () => new MathBackendCPU())
tf.copyRegisteredKernels('cpu', 'reference')

/** The values of what `compute` makes on one back end. */
export async function on(backend: string, compute: () => tf.Tensor[]): Promise<number[][]> {
  await tf.setBackend(backend)
  return tf.tidy(() => compute().map((tensor) => [...tensor.dataSync()]))
}

/** max |difference| ≤ tolerance · max |reference|, tensor by tensor. */
export function expectClose(values: number[][], reference: number[][], tolerance = 1e-5): void {
  const scale = (numbers: number[]) =>
    numbers.reduce((most, number) => Math.max(most, Math.abs(number)), 0)
  expect(values.map((numbers) => numbers.length)).toEqual(
    reference.map((numbers) => numbers.length),
  )
  const errors = values.map((numbers, k) => {
    const expected = reference[k]!
    return scale(numbers.map((value, i) => value - expected[i]!)) / (scale(expected) || 1)
  })
  expect(Math.max(...errors), `relative errors ${errors}`).toBeLessThanOrEqual(tolerance)
}

/** Numbers without a pattern, within ±1.5. */
export function wave(shape: number[], phase = 0): tf.Tensor {
  const length = shape.reduce((product, size) => product * size, 1)
  const values = Float32Array.from({ length }, (_, i) => {
    return Math.sin(i * i * 0.37 + phase) + 0.5 * Math.cos(1.7 * i)
  })
  return tf.tensor(values, shape)
}
