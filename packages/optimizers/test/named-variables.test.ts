import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { namedVariables, restoreVariables } from '../src/index.ts'

const tree = () =>
  tf.tidy(() => ({
    rates: { inner: tf.variable(tf.scalar(1)) },
    points: [{ w: tf.variable(tf.tensor1d([1, 2])) }, { w: tf.variable(tf.tensor1d([3, 4])) }],
    none: {},
  }))

test('names every variable by its path', () => {
  const t = tree()
  expect(Object.keys(namedVariables(t))).toEqual(['rates/inner', 'points/0/w', 'points/1/w'])
  tf.dispose(namedVariables(t))
})

test('refuses what is no variable', () => {
  expect(() => namedVariables({ rates: { inner: 0.1 } })).toThrow('rates/inner is not a variable')
})

test('copies every tensor and leaves it to the caller', () => {
  const [source, fresh] = [tree(), tree()]
  tf.tidy(() => void source.points[1]!.w.assign(tf.tensor1d([0.1, 1e-30])))
  restoreVariables(fresh, namedVariables(source))
  expect([...fresh.points[1]!.w.dataSync()]).toEqual([...Float32Array.of(0.1, 1e-30)])
  expect(source.points[1]!.w.isDisposed).toBe(false)
  restoreVariables(fresh, namedVariables(fresh))
  expect([...fresh.rates.inner.dataSync()]).toEqual([1])
  tf.dispose([namedVariables(source), namedVariables(fresh)] as never)
})

test('names all that is wrong and changes nothing', () => {
  const t = tree()
  const tensors = tf.tidy(() => ({
    'rates/inner': tf.scalar(7),
    'points/0/w': tf.tensor1d([1, 2, 3]),
    'points/2/w': tf.tensor1d([0, 0]),
  }))
  expect(() => restoreVariables(t, tensors)).toThrow(
    'cannot restore the state: points/0/w is float32 [3] instead of float32 [2]; points/1/w is missing; points/2/w is unexpected',
  )
  expect(t.rates.inner.dataSync()[0]).toBe(1)
  tf.dispose([tensors, namedVariables(t)] as never)
})
