import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'

test('without TensorFlow the function simply runs', () => {
  const sum = tf.tidy(() => tf.variable(tf.scalar(0)))
  const add = compile((x: tf.Tensor) => {
    sum.assign(tf.add(sum, x))
    return { sum, x, read: tf.scalar(sum.dataSync()[0]!) }
  })
  for (const expected of [2, 4, 6]) {
    const x = tf.scalar(2)
    const result = add(x)
    expect(Object.values(result).map((tensor) => tensor.dataSync()[0])).toEqual([
      expected,
      2,
      expected,
    ])
    tf.dispose(result) // The variable and the input are not among it.
    expect([sum.isDisposed, x.isDisposed]).toEqual([false, false])
    x.dispose()
  }
  add.session.sync()
  add.session.dispose()
  sum.dispose()
})
