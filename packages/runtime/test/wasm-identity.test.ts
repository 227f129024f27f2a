import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { selectBackend } from '../src/index.ts'

test('a copy shares its values, and either outlives the other', async () => {
  await selectBackend({ backend: 'wasm' })
  const kept = tf.tensor1d([1, 2, 3])
  const before = tf.backend().numDataIds()
  const copies = [tf.clone(kept), tf.clone(kept)]
  expect(tf.backend().numDataIds()).toBe(before)
  copies[0]!.dispose()
  expect([...kept.dataSync()]).toEqual([1, 2, 3])
  kept.dispose()
  expect([...copies[1]!.dataSync()]).toEqual([1, 2, 3])
  copies[1]!.dispose()
  expect(tf.backend().numDataIds()).toBe(before - 1)
})

test('assigning to a variable leaves its copies as they were', async () => {
  await selectBackend({ backend: 'wasm' })
  tf.tidy(() => {
    const image = tf.ones([1, 2, 2, 1]) as tf.Tensor4D
    const filter = tf.variable(tf.ones<tf.Rank.R4>([1, 1, 1, 1]))
    const copy = tf.clone(filter)
    const convolved = (by: tf.Tensor) => [
      ...tf.conv2d(image, by as tf.Tensor4D, 1, 'same').dataSync(),
    ]
    convolved(filter)
    filter.assign(tf.fill([1, 1, 1, 1], 3))
    expect(convolved(filter)).toEqual([3, 3, 3, 3])
    expect(convolved(copy)).toEqual([1, 1, 1, 1])
    filter.dispose()
  })
})
