import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'

describe.skipIf(native.absent)(`what cannot be compiled${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  /** Calls the function compiled, a few times; the message of the error. */
  const messageOf = (f: (x: tf.Tensor1D) => unknown, calls = 1) => {
    const compiled = compile(f)
    try {
      tf.tidy(() => {
        for (let i = 0; i < calls; i++) compiled(tf.tensor1d([1, 2, 3]))
      })
    } catch (error) {
      return (error as Error).message
    } finally {
      compiled.session.dispose()
    }
    return 'no error'
  }
  /** This file, and the line of the function that a test passes. */
  const here = /\(at \S*compile-errors\.native\.test\.ts:\d+:\d+\)$/

  let [variable, large]: tf.Tensor[] = []
  beforeAll(() => {
    variable = tf.tidy(() => tf.variable(tf.scalar(1)))
    large = tf.tensor1d(Float32Array.from({ length: 20_000 }, (_, i) => i))
  })
  afterAll(() => tf.dispose([variable, large]))

  test.each<[string, (x: tf.Tensor1D) => unknown, RegExp]>([
    [
      'dataSync',
      (x) => tf.mul(x, tf.sum(x).dataSync()[0]!),
      /it reads a tensor back to JavaScript in dataSync \(/,
    ],
    ['arraySync of an input', (x) => tf.tensor1d(x.arraySync()), /back to JavaScript in arraySync/],
    [
      'dataSync of a variable',
      (x) => tf.mul(x, variable!.dataSync()[0]!),
      /reads a tensor back to JavaScript in dataSync/,
    ],
    [
      'data, even if nobody waits for it',
      (x) => {
        void x.data()
        return tf.neg(x)
      },
      /it reads a tensor back to JavaScript in data \(/,
    ],
    [
      'gather by computed indices',
      (x) => tf.gather(x, tf.argMax(x)),
      /it reads a tensor back to JavaScript in gather \(/,
    ],
    [
      'random tensors',
      (x) => tf.mul(x, tf.randomUniform([3])),
      /it draws random numbers in randomUniform; draw them outside/,
    ],
    ['dropout', (x) => tf.dropout(x, 0.5), /it draws random numbers in dropout;/],
    ['Math.random', (x) => tf.mul(x, Math.random()), /it draws random numbers in Math\.random;/],
    [
      'a random op',
      (x) => tf.multinomial(x, 2, 7),
      /it runs Multinomial, which draws random numbers/,
    ],
    [
      'a large constant',
      (x) => tf.mul(tf.sum(x), tf.tensor1d(Float32Array.from({ length: 20_000 }, (_, i) => i))),
      /it runs Mul on a constant of 80000 bytes and shape \[20000\], more than 65536/,
    ],
    [
      'a large tensor from outside',
      (x) => tf.mul(tf.sum(x), large!),
      /it runs Mul on a constant of 80000 bytes and shape \[20000\], more than 65536/,
    ],
    [
      'strings',
      (x) => [x, tf.reshape(tf.tensor1d(['a', 'b']), [2, 1])],
      /it runs Reshape on a constant that is neither float32 nor/,
    ],
  ])('%s', (_, f, message) => {
    expect(messageOf(f)).toMatch(message)
    expect(messageOf(f)).toMatch(here)
  })

  test('a result that is no tensor', () => {
    expect(messageOf(() => 3)).toBe('a compiled function returns tensors, got number 3')
    expect(messageOf(async (x) => tf.neg(x))).toMatch(/tensors, got a promise$/)
  })

  test('a tensor from outside that has been disposed since', () => {
    let factor = tf.scalar(2)
    const f = compile((x: tf.Tensor) => tf.mul(x, factor))
    const call = () => tf.tidy(() => f(tf.scalar(1)).dataSync()[0])
    expect([call(), call()]).toEqual([2, 2])
    factor.dispose()
    factor = tf.scalar(3)
    expect(call).toThrow(
      /took from outside has been disposed \(used by mul at \S*compile-errors\S+\)/,
    )
    factor.dispose()
    f.session.dispose()
  })

  test('variables in every call', () => {
    const variables: tf.Variable[] = []
    const f = (x: tf.Tensor) => {
      variables.push(tf.variable(x))
      return tf.neg(x)
    }
    expect(messageOf(f, 2)).toBe('the function creates variables in every call')
    tf.dispose(variables)
  })

  test('a compiled function within another', () => {
    const inner = compile((x: tf.Tensor1D) => tf.neg(x))
    expect(messageOf((x) => tf.exp(inner(x)))).toMatch(/^a compiled function cannot call another/)
  })

  test('afterwards everything is as before', () => {
    const { random } = Math
    const keys = Object.keys(tf.backend())
    messageOf((x) => tf.mul(x, tf.randomUniform([3])))
    expect(Object.keys(tf.backend())).toEqual(keys)
    expect(Math.random).toBe(random)
  })

  test('small and uniform constants, and random numbers with a seed, are no error', () => {
    const small = tf.tensor1d([1, 2, 3])
    const f = (x: tf.Tensor) =>
      tf.stack([
        tf.sum(tf.mul(x, tf.ones([40_000]))),
        tf.sum(tf.mul(x, small)),
        tf.sum(tf.mul(x, tf.randomUniform([3], 0, 1, 'float32', 5))),
        tf.sum(tf.gather(small, tf.tensor1d([2], 'int32'))),
      ])
    const compiled = compile(f)
    tf.tidy(() => {
      const expected = f(tf.scalar(2)).arraySync()
      for (let i = 0; i < 3; i++) expect(compiled(tf.scalar(2)).arraySync()).toEqual(expected)
    })
    compiled.session.dispose()
    small.dispose()
  })
})
