import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { compile, Session } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'

describe.skipIf(native.absent)(`compile${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })
  const session = new Session()
  afterEach(() => session.dispose())

  /** What f returns for numbers, as numbers. */
  const call = (f: (...xs: tf.Tensor[]) => tf.Tensor, ...xs: tf.TensorLike[]) =>
    tf.tidy(() => f(...xs.map((x) => tf.tensor(x))).arraySync())
  const variable = (x: tf.TensorLike) => tf.tidy(() => tf.variable(tf.tensor(x)))

  test('JavaScript runs once for each shape, and results are those of the inputs', () => {
    const f = vi.fn((x: tf.Tensor, y: tf.Tensor) => tf.add(tf.mul(x, y), 1))
    const compiled = compile(f, { session })
    expect([1, 2, 3].map((x) => call(compiled, [x, 2], 3))).toEqual([
      [4, 7],
      [7, 7],
      [10, 7],
    ])
    expect([1, 2].map((x) => call(compiled, x, x))).toEqual([2, 5])
    expect(call(compiled, [5, 6], 7)).toEqual([36, 43])
    expect(f).toHaveBeenCalledTimes(2)
  })

  test('results of any structure, of any type, and inputs as they are', () => {
    const compiled = compile(
      (x: tf.Tensor) => ({
        x,
        none: undefined,
        nested: [tf.greater(x, 1), { count: tf.cast(x, 'int32'), again: x }],
      }),
      { session },
    )
    for (const value of [2.5, 0.5, 1.5]) {
      const result = tf.tidy(() => compiled(tf.scalar(value)))
      const [isGreater, { count, again }] = result.nested as [tf.Tensor, Record<string, tf.Tensor>]
      const tensors = [result.x, isGreater, count!, again!]
      expect(tensors.map((tensor) => tensor.dtype)).toEqual(['float32', 'bool', 'int32', 'float32'])
      expect(tensors.map((tensor) => tensor.dataSync()[0])).toEqual([
        value,
        Number(value > 1),
        Math.trunc(value),
        value,
      ])
      expect(result.none).toBeUndefined()
      tf.dispose(tensors)
    }
  })

  test('variables are read before and assigned after everything else, and every step counts once', () => {
    const [v, w] = [variable(1), variable(10)]
    const swap = compile(
      (x: tf.Tensor) => {
        const [old, other] = [tf.clone(v), tf.clone(w)]
        v.assign(tf.add(other, x))
        w.assign(old)
        return tf.sub(v, w)
      },
      { session },
    )
    expect([1, 2, 3, 4].map((x) => call(swap, x))).toEqual([10, -8, 11, -7])
    session.sync()
    expect([v, w].map((variable) => variable.dataSync()[0])).toEqual([7, 14])
    tf.dispose([v, w])
  })

  test('assigning from outside counts from the next call on, sync brings values out', () => {
    const [sum, rate] = [variable(0), variable(1)]
    const add = compile(
      (x: tf.Tensor) => {
        sum.assign(tf.add(sum, tf.mul(rate, x)))
        return tf.clone(sum)
      },
      { session },
    )
    expect([1, 1, 1].map((x) => call(add, x))).toEqual([1, 2, 3])
    tf.tidy(() => rate.assign(tf.scalar(10)))
    expect([1, 1].map((x) => call(add, x))).toEqual([13, 23])
    session.sync()
    expect(sum.dataSync()[0]).toBe(23)
    tf.tidy(() => sum.assign(tf.add(sum, 100)))
    expect(call(add, 1)).toBe(133)
    tf.dispose([sum, rate])
    expect(() => call(add, 1)).toThrow(/^the variable \S+ of a compiled function was disposed$/)
  })

  test('functions of one session share its variables', () => {
    const sum = variable(0)
    const add = compile((x: tf.Tensor) => sum.assign(tf.add(sum, x)), { session })
    const read = compile((factor: tf.Tensor) => tf.mul(sum, factor), { session })
    for (const x of [1, 2, 3]) {
      tf.tidy(() => add(tf.scalar(x)))
      expect(call(read, 2)).toBe(x * (x + 1))
    }
    expect(call(read, [1, 2])).toEqual([6, 12])
    session.dispose()
    expect(sum.dataSync()[0]).toBe(6)
    expect(call(read, 1)).toBe(6)
    sum.dispose()
  })

  test('variables with one tensor are told apart', () => {
    const v = variable(1)
    const copy = tf.tidy(() => tf.variable(tf.clone(v)))
    const before = tf.clone(v)
    const f = compile(
      () => {
        v.assign(tf.add(v, 1))
        return tf.stack([v, copy, before])
      },
      { session },
    )
    expect([0, 0, 0].map(() => call(f))).toEqual([
      [2, 1, 1],
      [3, 1, 1],
      [4, 1, 1],
    ])
    tf.dispose([v, copy, before])
  })

  test('an optimizer of tfjs, which creates its variables in the first call', () => {
    const [eager, compiled] = [0, 1].map(() => {
      const [adam, w] = [tf.train.adam(0.1), variable([1, 2, 3])]
      const step = (x: tf.Tensor) =>
        adam.minimize(() => tf.sum(tf.square(tf.sub(w, x))), true, [w]) as tf.Scalar
      return { adam, w, step }
    })
    const step = compile(compiled!.step, { session })
    const run = (f: (x: tf.Tensor) => tf.Tensor) => [0.1, 0.4, 0.2, 0.3].map((x) => call(f, x))
    expect(run(step)).toEqual(run(eager!.step))
    session.sync()
    expect(compiled!.w.arraySync()).toEqual(eager!.w.arraySync())
    for (const { adam, w } of [eager!, compiled!]) {
      adam.dispose()
      w.dispose()
    }
  })

  test.each([
    [[3, 3], 1, 'same'],
    [[5, 1], 1, 'same'],
    [[2, 2], 1, 'same'],
    [[3, 3], 2, 'same'],
    [[3, 3], 1, 'valid'],
  ] as const)(
    'gradients of a convolution with a filter of %j, stride %i, %s',
    (size, stride, padding) => {
      const gradients = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.grads((x, filter) =>
          tf.square(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding)),
        )([x, filter])
      const compiled = compile(gradients, { session })
      tf.tidy(() => {
        const inputs = [wave([2, 6, 7, 3]), wave([...size, 3, 2], 1)] as const
        compiled(...inputs)
        const values = (tensors: tf.Tensor[]) => tensors.map((tensor) => [...tensor.dataSync()])
        expectClose(values(compiled(...inputs)), values(gradients(...inputs)), 1e-6)
      })
    },
  )

  test('the least recently used shape is forgotten first', () => {
    const f = vi.fn((x: tf.Tensor) => tf.sum(x))
    const compiled = compile(f, { session, cacheSize: 2 })
    const calls = (...sizes: number[]) => {
      f.mockClear()
      for (const size of sizes) expect(call(compiled, Array(size).fill(1))).toBe(size)
      return f.mock.calls.length
    }
    expect(calls(1, 2)).toBe(2)
    expect(calls(1, 2, 1, 1)).toBe(0)
    expect(calls(3)).toBe(1) // in place of 2
    expect(calls(1, 3)).toBe(0)
    expect(calls(2)).toBe(1)
  })

  test('two sessions have nothing in common', () => {
    const other = new Session()
    const [v, w] = [variable(1), variable(100)]
    const increment = (variable: tf.Variable) => () => {
      variable.assign(tf.add(variable, 1))
      return tf.clone(variable)
    }
    const [a, b] = [compile(increment(v), { session }), compile(increment(w), { session: other })]
    expect([a, b, a, b, a, b].map((f) => call(f))).toEqual([2, 101, 3, 102, 4, 103])
    other.dispose()
    tf.dispose([v, w])
  })
})
