import { resnet20, smallCnn } from '@deepauc/models'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { compile, Session } from '../src/compile/index.ts'
import { selectBackend } from '../src/index.ts'
import { wave } from './reference.ts'
import { createTraining, type Training, train } from './training.ts'

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

describe.each(['wasm', 'cpu'])(
  'on %s results are those of the eager run, to the bit',
  (backend) => {
    test.each([
      ['small CNN', 'float32', () => smallCnn({ seed: 0 }), 4],
      ['small CNN', 'bfloat16', () => smallCnn({ seed: 0 }), 4],
      ['ResNet-20', 'float32', () => resnet20({ seed: 0, channels: 1 }), 1],
    ] as const)('%s by PDSCA, %s asked for', async (_, precision, model, steps) => {
      await selectBackend({ backend })
      const run = (wrap: (training: Training) => Partial<Parameters<typeof train>[1]>) => {
        const training = createTraining(model(), pdsca({ variant: 'libauc' }))
        const values = train(training, { steps, shape: [6, 8, 8, 1], ...wrap(training) })
        training.dispose()
        return values
      }
      const eager = run(() => ({}))
      const compiled = run((training) => {
        const step = compile(training.step, { precision })
        return { step, finish: () => step.session.dispose() }
      })
      expect(compiled).toEqual(eager)
    })

    test('functions of one session see each other’s variables without sync; shapes may change', async () => {
      await selectBackend({ backend })
      const session = new Session()
      const w = tf.tidy(() => tf.variable(tf.ones([3, 1]))) as tf.Variable<tf.Rank.R2>
      const move = compile((x: tf.Tensor) => w.assign(tf.add(w, x)), { session })
      const score = compile((x: tf.Tensor2D) => tf.matMul(x, w), { session })
      const scores = [2, 5, 2].map((rows) =>
        tf.tidy(() => {
          move(tf.scalar(rows))
          const x = wave([rows, 3]) as tf.Tensor2D
          return [score(x), tf.matMul(x, w)].map((tensor) => [...tensor.dataSync()])
        }),
      )
      for (const [compiled, eager] of scores) expect(compiled).toEqual(eager)
      expect(scores.map(([compiled]) => compiled?.length)).toEqual([2, 5, 2])
      session.dispose()
      w.dispose()
    })
  },
)
