import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  averagePooled,
  conv2d,
  defineModel,
  dropout,
  type Layer,
  stochasticResidual,
} from '../src/index.ts'
import { createWeights } from '../src/weights.ts'
import { positive } from './pytorch.ts'

const probability = 0.3
const training = (noise: tf.Tensor2D) => ({ training: true, noise })
const noiseOf = (name: string, n: number, columns: number) =>
  tf.tensor2d(positive(name, n * columns), [n, columns])

describe('dropout', () => {
  test('drops a feature where its noise is below the probability, and scales the others', () => {
    const drop = dropout(createWeights(0).root, 3, 0.2)
    tf.tidy(() => {
      const noise = tf.tensor2d([0.1, 0.2, 0.9, 0.3, 0.19, 0], [2, 3])
      const y = drop(tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]), training(noise))
      tf.test_util.expectArraysClose(y.dataSync(), [0, 2 / 0.8, 3 / 0.8, 4 / 0.8, 0, 0], 1e-6)
    })
  })

  test('keeps the mean, and gives the same for the same noise alone', () => {
    const [n, width] = [100, 200]
    const drop = dropout(createWeights(0).root, width, probability)
    tf.tidy(() => {
      const x = tf.ones<tf.Rank.R2>([n, width])
      const [first, again, other] = ['a', 'a', 'b'].map((name) =>
        drop(x, training(noiseOf(name, n, width))).dataSync<'float32'>(),
      )
      expect(again).toEqual(first)
      expect(other).not.toEqual(first)
      const mean = first!.reduce((sum, y) => sum + y, 0) / first!.length
      // Five standard errors; a value's variance is p / (1 − p).
      const error = Math.sqrt(probability / (1 - probability) / first!.length)
      expect(Math.abs(mean - 1)).toBeLessThan(5 * error)
    })
  })

  test('its gradient passes what it keeps', () => {
    const drop = dropout(createWeights(0).root, 4, probability)
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, 3, 4], [1, 4])
      const mode = training(noiseOf('gradient', 1, 4))
      const slopes = tf.grad((x) => drop(x as tf.Tensor2D, mode))(x)
      tf.test_util.expectArraysClose(tf.mul(slopes, x).dataSync(), drop(x, mode).dataSync(), 1e-6)
    })
  })

  test('is the identity in evaluation mode', () => {
    const drop = dropout(createWeights(0).root, 2, probability)
    const x = tf.ones<tf.Rank.R2>([1, 2])
    expect(drop(x, { training: false })).toBe(x)
    x.dispose()
  })
})

describe('stochasticResidual', () => {
  const triple: Layer = (x) => tf.mul(x, 3)

  test('leaves the branch out for whole images, and scales it for the others', () => {
    const layer = stochasticResidual(createWeights(0).root, triple, 0.25)
    tf.tidy(() => {
      const noise = tf.tensor2d([0.2, 0.25, 0.9], [3, 1])
      const y = layer(tf.ones([3, 2, 2, 1]), training(noise))
      const images = [1, 1 + 3 / 0.75, 1 + 3 / 0.75].flatMap((value) => Array(4).fill(value))
      tf.test_util.expectArraysClose(y.dataSync(), images, 1e-6)
    })
  })

  test('keeps the mean', () => {
    const n = 5000
    const layer = stochasticResidual(createWeights(0).root, triple, probability)
    tf.tidy(() => {
      const y = layer(tf.ones([n, 1, 1, 1]), training(noiseOf('residual', n, 1)))
      const error = 3 * Math.sqrt(probability / (1 - probability) / n)
      expect(Math.abs(tf.mean(y).dataSync()[0]! - 4)).toBeLessThan(5 * error)
    })
  })

  test('adds the branch as it is in evaluation mode', () => {
    const layer = stochasticResidual(createWeights(0).root, triple, probability)
    tf.tidy(() => {
      expect([...layer(tf.ones([2, 1, 1, 1]), { training: false }).dataSync()]).toEqual([4, 4])
    })
  })
})

test.each([-0.1, 1, Number.NaN])('%d is no probability to drop', (wrong) => {
  const { root } = createWeights(0)
  expect(() => dropout(root, 2, wrong)).toThrow(RangeError)
  expect(() => stochasticResidual(root, (x) => x, wrong)).toThrow(RangeError)
})

test('layers take their columns one after the other, and none where nothing can be dropped', () => {
  const { root, noise } = createWeights(0)
  const layers = [dropout(root, 2, 0.5), dropout(root, 2, 0), dropout(root, 1, 0.5)]
  expect(noise()).toBe(3)
  tf.tidy(() => {
    const mode = training(tf.tensor2d([0, 1, 0], [1, 3]))
    const kept = layers.map((drop, i) => [...drop(tf.ones([1, i === 2 ? 1 : 2]), mode).dataSync()])
    expect(kept).toEqual([[0, 2], [1, 1], [0]])
  })
})

describe('a model that drops', () => {
  const create = () =>
    defineModel({ seed: 0, width: 4, labels: 1, dropout: 0.5 }, (weights) =>
      averagePooled(
        stochasticResidual(weights, conv2d(weights.at('conv'), { from: 4, to: 4 }), 0.5),
      ),
    )

  test('needs as much noise as it says in training, and none in evaluation', () => {
    const model = create()
    expect(model.noise).toBe(1 + 4)
    tf.tidy(() => {
      const images = tf.ones<tf.Rank.R4>([2, 3, 3, 4])
      for (const run of [model.apply, model.features]) {
        expect(() => run(images, { training: true })).toThrow(RangeError)
        expect(() => run(images, training(tf.ones([2, 4])))).toThrow(RangeError)
        expect(() => run(images, training(tf.ones([2, 5])))).not.toThrow()
        expect(() => run(images, { training: false })).not.toThrow()
      }
    })
    model.dispose()
  })

  test('leaves no tensors behind, whether it is applied or differentiated', () => {
    const model = create()
    const { numTensors, numDataBuffers } = tf.memory()
    tf.tidy(() => {
      const images = tf.ones<tf.Rank.R4>([2, 3, 3, 4])
      const loss = () => tf.mean<tf.Scalar>(model.apply(images, training(tf.ones([2, 5]))))
      tf.variableGrads(loss, Object.values(model.parameters))
    })
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
    model.dispose()
  })
})
