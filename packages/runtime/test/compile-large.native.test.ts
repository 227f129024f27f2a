import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { compile } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { native } from './native.ts'
import { expectClose, wave } from './reference.ts'

/** A tensor is large from 65,536 numbers on. */
const shape = [4, 128, 128, 1]

describe.skipIf(native.absent)(`a first call that is too large to be kept${native.why}`, () => {
  beforeAll(async () => {
    await selectBackend({ backend: 'tfjs-node' })
  })

  /** Steps of gradient descent on one weight and one statistic, and what they return. */
  function create(eagerBytes?: number) {
    const [weight, mean] = tf.tidy(() => [
      tf.variable(wave([3, 3, 1, 2])),
      tf.variable(tf.zeros([2])),
    ]) as [tf.Variable, tf.Variable]
    const f = (x: tf.Tensor) => {
      const loss = () => {
        const y = tf.tanh(tf.conv2d(x as tf.Tensor4D, weight as tf.Tensor4D, 1, 'same'))
        mean.assign(tf.add(mean, tf.mean(y, [0, 1, 2])))
        return tf.mean(tf.square(y)) as tf.Scalar
      }
      const { value, grads } = tf.variableGrads(loss, [weight])
      weight.assign(tf.sub(weight, grads[weight.name]!))
      return { value, largest: tf.argMax(tf.reshape(grads[weight.name]!, [-1])) }
    }
    const step = eagerBytes === undefined ? f : compile(f, { eagerBytes })
    const finish = () => {
      if ('session' in step) (step as ReturnType<typeof compile>).session.dispose()
      const values = [weight, mean].map((variable) => [...variable.dataSync()])
      tf.dispose([weight, mean])
      return values
    }
    return { step, finish }
  }

  function run(eagerBytes?: number): number[][] {
    const { step, finish } = create(eagerBytes)
    const results = [0, 1, 2].map((phase) =>
      tf.tidy(() => {
        const { value, largest } = step(wave(shape, phase)) as Record<string, tf.Tensor>
        return [value!.dataSync()[0]!, largest!.dataSync()[0]!]
      }),
    )
    return [...results, ...finish()]
  }

  test.each([0, 2 ** 20])('counts like any other, beyond %i bytes', (eagerBytes) => {
    expectClose(run(eagerBytes), run(), 1e-5)
  })

  test('leaves nothing behind', () => {
    const handles = () =>
      (tf.backend() as unknown as { getNumOfTFTensors(): number }).getNumOfTFTensors()
    run(0)
    const before = [handles(), tf.memory().numTensors]
    run(0)
    expect([handles(), tf.memory().numTensors]).toEqual(before)
  })

  test('keeps less memory than its tensors have', () => {
    const peak = (eagerBytes: number) => {
      let most = 0
      const chain = compile(
        (x: tf.Tensor) => {
          let y = x
          for (let i = 0; i < 20; i++) y = tf.tanh(y)
          most = process.memoryUsage.rss()
          return tf.sum(y)
        },
        { eagerBytes },
      )
      const before = process.memoryUsage.rss()
      tf.tidy(() => chain(tf.zeros([2 ** 22])).dataSync())
      chain.session.dispose()
      return (most - before) / 2 ** 20
    }
    // 16 MiB for each of 20 tensors; as they are, and with one that stands for all.
    expect(peak(0)).toBeLessThan(120)
    expect(peak(2 ** 31)).toBeGreaterThan(200)
  })

  test('may not create variables', () => {
    const created: tf.Variable[] = []
    const f = compile(
      (x: tf.Tensor) => {
        if (created.length === 0) created.push(tf.variable(tf.scalar(1)))
        return tf.mul(tf.exp(x), created[0]!)
      },
      { eagerBytes: 0 },
    )
    const x = tf.zeros([2 ** 17])
    expect(() => f(x)).toThrow(/creates variables in a call that takes more than 0 bytes/)
    tf.dispose([x, created])
  })

  test('that fails has assigned nothing', () => {
    const v = tf.tidy(() => tf.variable(wave([2 ** 17])))
    const before = [...v.dataSync()]
    const f = compile(
      (x: tf.Tensor) => {
        v.assign(tf.add(v, x))
        return tf.scalar(v.dataSync()[0]!)
      },
      { eagerBytes: 0 },
    )
    const x = tf.ones([2 ** 17])
    expect(() => f(x)).toThrow(/reads a tensor back/)
    expect([...v.dataSync()]).toEqual(before)
    tf.dispose([v, x])
  })
})
