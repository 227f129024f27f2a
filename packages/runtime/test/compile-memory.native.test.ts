import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { wave } from './reference.ts'

describe.skipIf(native.absent)(`memory${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  const resident = () => process.memoryUsage.rss() / 2 ** 20
  const tensors = () => {
    const backend = tf.backend() as unknown as { getNumOfTFTensors(): number }
    return [tf.memory().numTensors, tf.memory().numDataBuffers, backend.getNumOfTFTensors()]
  }

  test('2,000 steps take no more than the first ones', () => {
    const [w, rate] = tf.tidy(() => [tf.variable(wave([64, 64])), tf.variable(tf.scalar(0.1))])
    const step = compile((x: tf.Tensor2D) => {
      const loss = () => tf.mean(tf.square(tf.relu(tf.matMul(x, w as tf.Tensor2D)))) as tf.Scalar
      const { value, grads } = tf.variableGrads(loss, [w!])
      w!.assign(tf.sub(w!, tf.mul(rate!, grads[w!.name]!)))
      return value
    })
    const run = (steps: number) => {
      for (let i = 0; i < steps; i++)
        tf.tidy(() => {
          rate!.assign(tf.scalar(1 / (i + 10)))
          step(wave([32, 64], i) as tf.Tensor2D).dataSync()
        })
    }
    run(500)
    const [megabytes, counts] = [resident(), tensors()]
    run(2000)
    expect(tensors()).toEqual(counts)
    expect(resident()).toBeLessThanOrEqual(1.02 * megabytes)
    step.session.dispose()
    tf.dispose([w!, rate!])
  })

  test('sessions are freed', () => {
    const { binding } = tf.backend() as unknown as { binding: { getNumOfSavedModels(): number } }
    const sessions = binding.getNumOfSavedModels()
    const size = 2 ** 20
    const w = tf.tidy(() => tf.variable(tf.zeros([size])))
    const use = () => {
      const read = compile(() => tf.sum(w))
      for (let i = 0; i < 2; i++) tf.tidy(() => read().dataSync())
      expect(binding.getNumOfSavedModels()).toBe(sessions + 1)
      read.session.dispose()
    }
    for (let i = 0; i < 5; i++) use()
    const megabytes = resident()
    for (let i = 0; i < 20; i++) use()
    expect(binding.getNumOfSavedModels()).toBe(sessions)
    expect(resident()).toBeLessThan(megabytes + 40) // 20 × 4 MiB, were they kept
    w.dispose()
  })
})
