import { type BatchNormTrainingOptions, batchNormTraining } from '@deepauc/models'
import * as tf from '@tensorflow/tfjs-core'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { selectBackend } from '../src/index.ts'
import { activationTests } from './activations.ts'
import { native } from './native.ts'
import { networkTests } from './networks.ts'
import { expectClose, on, wave } from './reference.ts'

describe.skipIf(native.absent)(`tfjs-node${native.why}`, () => {
  beforeEach(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  activationTests('tfjs-node', 'tensorflow')
  networkTests('tfjs-node', 'tensorflow')

  test.each([
    [[4, 6, 5, 3], 1e-5],
    [[2, 1, 1, 7], 1e-3],
    [[8, 16, 16, 16], 1e-5],
  ])('fused batch normalisation of %o agrees with the composed one', async (shape, epsilon) => {
    const compute = () => everyOutput(shape, epsilon)
    const composed = await on('reference', compute)
    expectClose(await on('tensorflow', compute), composed)
  })

  test('batch normalisation and relu are one TensorFlow op each way', async () => {
    const backend = tf.backend() as unknown as Record<string, (op: string) => unknown>
    const spies = ['executeSingleOutput', 'executeMultipleOutputs'].map((name) =>
      vi.spyOn(backend, name),
    )
    await on('tensorflow', () => {
      const f = (x: tf.Tensor) =>
        tf.relu(batchNormTraining(x as tf.Tensor4D, tf.ones([3]), tf.zeros([3])))
      return [tf.grad(f)(wave([2, 4, 4, 3]), wave([2, 4, 4, 3], 1))]
    })
    const ops = spies.flatMap((spy) => spy.mock.calls.map(([op]) => op))
    const shuffling = ['Fill', 'Identity', 'Reshape'] // of arrays, without arithmetic
    expect(ops.filter((op) => !shuffling.includes(op)).sort()).toEqual([
      'FusedBatchNormGradV3',
      'FusedBatchNormV3',
      'Relu',
      'ReluGrad',
    ])
  })
})

/** y, the statistics, and the gradients of Σ y³ in x, scale and offset. */
function everyOutput(shape: number[], epsilon: number): tf.Tensor[] {
  const channels = [shape.at(-1)!]
  const inputs = [wave(shape), wave(channels, 1), wave(channels, 2)]
  const statistics: number[][] = []
  const onStatistics = (mean: tf.Tensor, variance: tf.Tensor) => {
    statistics.push([...mean.dataSync()], [...variance.dataSync()])
  }
  const normalise = (inputs: tf.Tensor[], options: BatchNormTrainingOptions) =>
    batchNormTraining(...(inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D]), options)
  const y = normalise(inputs, { epsilon, onStatistics })
  const loss = (...inputs: tf.Tensor[]) => tf.sum(tf.pow(normalise(inputs, { epsilon }), 3))
  return [y, ...statistics.map((values) => tf.tensor1d(values)), ...tf.grads(loss)(inputs)]
}
