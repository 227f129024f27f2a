import { smallCnn } from '@deepauc/models'
import { selectBackend } from '@deepauc/runtime'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { native } from '../../runtime/test/native.ts'
import { sessionCompiler } from '../src/session-compiler.ts'

const pixels = (n: number) =>
  tf.tensor4d(
    Float32Array.from({ length: n * 64 }, (_, i) => Math.abs(Math.sin(i * i))),
    [n, 8, 8, 1],
  )

/** Scores of n images before and after steps, by a predictor and by the model itself. */
function scores(precision: string, sizes: readonly number[]) {
  const model = smallCnn({ seed: 0 })
  const weights = Object.values(model.parameters)
  const compiler = sessionCompiler(precision)
  const predictor = compiler.predictor(model)
  const step = compiler.compile((images: tf.Tensor4D) => {
    const loss = () => tf.mean(tf.square(model.apply(images, { training: true }))) as tf.Scalar
    const { value, grads } = tf.variableGrads(loss, weights)
    for (const weight of weights)
      weight.assign(tf.sub(weight, tf.mul(0.1, grads[weight.name] as tf.Tensor)))
    return value
  })
  const rows = sizes.map((n) =>
    tf.tidy(() => {
      step(pixels(16))
      const predicted = [...predictor.apply(pixels(n), { training: false }).dataSync()]
      compiler.sync()
      const expected = [...model.apply(pixels(n), { training: false }).dataSync()]
      return { predicted, expected }
    }),
  )
  compiler.dispose()
  model.dispose()
  return rows
}

test('without native TensorFlow everything runs as it is, in float32 only', async () => {
  await selectBackend({ backend: 'cpu' })
  for (const { predicted, expected } of scores('float32', [3, 2, 3]))
    expect(predicted).toEqual(expected)
  expect(() => sessionCompiler('bfloat16')).toThrow(
    new RangeError('the back end cpu has no bfloat16: leave it at float32'),
  )
  expect(() => sessionCompiler('float8')).toThrow(
    new RangeError('there is no precision "float8"; the precisions are float32, bfloat16, float16'),
  )
})

describe.skipIf(native.absent)(`on native TensorFlow${native.why}`, () => {
  test.each(['float32', 'bfloat16'])(
    '%s: scores are those of the weights of the moment, in float32',
    async (precision) => {
      await selectBackend({ backend: 'tfjs-node' })
      // The last batch is smaller, and comes again.
      const rows = scores(precision, [6, 4, 6, 4, 6, 4])
      for (const { predicted, expected } of rows) {
        expect(predicted).toHaveLength(expected.length)
        for (const [i, score] of predicted.entries()) expect(score).toBeCloseTo(expected[i]!, 6)
      }
      expect(rows[0]!.expected).not.toEqual(rows[2]!.expected)
    },
  )
})
