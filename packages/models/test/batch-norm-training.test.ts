import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test, vi } from 'vitest'
import { batchNormTraining } from '../src/index.ts'

const { expectArraysClose } = tf.test_util
// One pixel, three images, two channels: means 3 and 20, biased variances 8/3 and 200/3 · … by hand.
const values = [1, 10, 3, 20, 5, 30]
const x = () => tf.tensor4d(values, [3, 1, 1, 2])

describe('batchNormTraining', () => {
  test('normalises, scales and shifts by the batch', () => {
    tf.tidy(() => {
      const y = batchNormTraining(x(), tf.tensor1d([1, 2]), tf.tensor1d([0, 7]), { epsilon: 0 })
      const z = Math.sqrt(3 / 2) // 2 / √(8/3) = 10 / √(200/3)
      expectArraysClose(y.dataSync(), [-z, 7 - 2 * z, 0, 7, z, 7 + 2 * z], 1e-5)
    })
  })

  test('hands out the mean and the unbiased variance', () => {
    const onStatistics = vi.fn((mean: tf.Tensor1D, variance: tf.Tensor1D) => [
      [...mean.dataSync()],
      [...variance.dataSync()],
    ])
    tf.tidy(() => {
      batchNormTraining(x(), tf.ones([2]), tf.zeros([2]), { onStatistics })
    })
    expect(onStatistics).toHaveReturnedWith([
      [3, 20],
      [4, 100],
    ])
  })

  test('has the gradients of finite differences', () => {
    const shape: [number, number, number, number] = [2, 3, 2, 2]
    const inputs = [wave(24, 1), wave(2, 2), wave(2, 3)]
    const weights = wave(24, 4)
    const loss = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Scalar => {
      const y = batchNormTraining(tf.reshape(x, shape), scale as tf.Tensor1D, offset as tf.Tensor1D)
      return tf.sum(tf.mul(tf.square(y), tf.tensor(weights, shape)))
    }
    const evaluate = (arrays: number[][]) =>
      tf.tidy(
        () =>
          loss(
            ...(arrays.map((a) => tf.tensor1d(a)) as [tf.Tensor, tf.Tensor, tf.Tensor]),
          ).dataSync()[0]!,
      )
    const gradients = tf.tidy(() =>
      tf
        .grads(loss)(inputs.map((a) => tf.tensor1d(a)))
        .map((g) => g.dataSync()),
    )
    inputs.forEach((input, k) => {
      const numeric = input.map((_, i) => {
        const moved = (h: number) =>
          inputs.map((a, j) => (j === k ? a.map((v, m) => (m === i ? v + h : v)) : a))
        return (evaluate(moved(1e-2)) - evaluate(moved(-1e-2))) / 2e-2
      })
      expectArraysClose(gradients[k]!, numeric, 2e-2)
    })
  })

  test("runs the back end's own kernels where there are some", () => {
    const gradient = vi.fn<tf.KernelFunc>(({ inputs }) => {
      const { dy, scale, reserve0 } = inputs as Record<string, tf.Tensor>
      return [tf.mul(dy!, 3), tf.mul(scale!, reserve0!), tf.clone(scale!)]
    })
    tf.registerKernel({
      kernelName: 'BatchNormTraining',
      backendName: 'cpu',
      kernelFunc: ({ inputs }) => {
        const { x, scale } = inputs as Record<string, tf.Tensor>
        return [
          tf.mul(x!, 2),
          tf.clone(scale!),
          tf.clone(scale!),
          tf.scalar(10),
          tf.scalar(11),
          tf.scalar(12),
        ]
      },
    })
    tf.registerKernel({
      kernelName: 'BatchNormTrainingGrad',
      backendName: 'cpu',
      kernelFunc: gradient,
    })
    tf.tidy(() => {
      const run = (scale: tf.Tensor) =>
        batchNormTraining(x(), scale as tf.Tensor1D, tf.zeros([2]), { epsilon: 0.5 })
      const { value, grad } = tf.valueAndGrad(run)(tf.tensor1d([1, 2]), tf.ones([3, 1, 1, 2]))
      expect([...value.dataSync()]).toEqual(values.map((v) => 2 * v))
      expect([...grad.dataSync()]).toEqual([10, 20])
    })
    expect(gradient.mock.calls[0]![0]).toMatchObject({ attrs: { epsilon: 0.5 } })
    for (const kernel of ['BatchNormTraining', 'BatchNormTrainingGrad'])
      tf.unregisterKernel(kernel, 'cpu')
  })

  test('refuses a single value per channel', () => {
    tf.tidy(() => {
      expect(() => batchNormTraining(tf.ones([1, 1, 1, 2]), tf.ones([2]), tf.zeros([2]))).toThrow(
        RangeError,
      )
    })
  })
})

function wave(length: number, phase: number): number[] {
  return Array.from({ length }, (_, i) => Math.sin(2.3 * i + phase) + 0.1 * i)
}
