import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Model, resnet20 } from '../src/index.ts'
import { fromTorch, toTorch, uniform } from './pytorch.ts'

interface Golden {
  size: number
  labels: number[]
  evaluation: { features: number[]; logits: number[] }
  training: {
    logits: number[]
    loss: number
    gradients: Record<string, { maximum: number; norm: number; stride: number; values: number[] }>
    statistics: Record<string, number[]>
  }
}
const golden: Golden = JSON.parse(
  readFileSync(new URL('golden/resnet20.json', import.meta.url), 'utf8'),
)

let model: Model
beforeEach(() => {
  model = resnet20({ seed: 1 })
})
afterEach(() => model.dispose())

describe('resnet20', () => {
  test('has 269,137 parameters under the names of PyTorch', () => {
    const sizes = Object.values(model.parameters).map((variable) => variable.size)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(269_137)
    expect(Object.keys(model.parameters)).toEqual(Object.keys(golden.training.gradients))
    expect(Object.keys(model.statistics)).toEqual(Object.keys(golden.training.statistics))
  })

  test('starts as its seed says, Xavier normal', () => {
    const [same, other] = [resnet20({ seed: 1 }), resnet20({ seed: 2 })]
    const name = 'layer3.1.conv2.weight'
    const [values, again, different] = [model, same, other].map((network) =>
      network.parameters[name]!.dataSync<'float32'>(),
    )
    expect(again).toEqual(values)
    expect(different![0]).not.toBe(values![0])
    const variance = values!.reduce((sum, x) => sum + x * x, 0) / values!.length
    // Five standard errors of a variance estimated from 36,864 normal values.
    expect(Math.abs(variance / (2 / (9 * 128)) - 1)).toBeLessThan(5 * Math.sqrt(2 / values!.length))
    for (const network of [same, other]) network.dispose()
  })

  test('agrees with LibAUC in PyTorch in evaluation mode', () => {
    tf.tidy(() => {
      assignHashed(model)
      const mode = { training: false }
      expectClose('features', model.features(images()).dataSync(), golden.evaluation.features)
      expectClose('logits', model.apply(images(), mode).dataSync(), golden.evaluation.logits)
    })
    expect(model.statistics['bn1.running_mean']!.dataSync()[0]).toBe(
      hashed('bn1.running_mean', 16)[0],
    )
  })

  test('agrees with LibAUC in PyTorch in training mode: logits, gradients, statistics', () => {
    tf.tidy(() => {
      assignHashed(model)
      const { value, grads } = tf.variableGrads(() => {
        const logits = model.apply(images(), { training: true })
        expectClose('logits', logits.dataSync(), golden.training.logits)
        return crossEntropy(logits)
      })
      expectClose('loss', value.dataSync(), [golden.training.loss])
      for (const [name, expected] of Object.entries(golden.training.gradients)) {
        const gradient = toTorch(grads[model.parameters[name]!.name]!).dataSync()
        const sample = gradient.filter((_, i) => i % expected.stride === 0)
        expectClose(name, sample, expected.values, expected.maximum)
        expectClose(`norm of ${name}`, [Math.hypot(...gradient)], [expected.norm])
      }
    })
    for (const [name, expected] of Object.entries(golden.training.statistics))
      expectClose(name, model.statistics[name]!.dataSync(), expected)
  })

  test('keeps its statistics when told to', () => {
    const before = model.statistics['bn1.running_var']!.dataSync()
    tf.tidy(() => {
      model.apply(images(), { training: true, updateStatistics: false })
    })
    expect(model.statistics['bn1.running_var']!.dataSync()).toEqual(before)
  })

  test('takes other numbers of channels and labels', () => {
    const other = resnet20({ seed: 0, channels: 1, labels: 3 })
    tf.tidy(() => {
      const logits = other.apply(tf.zeros([2, 8, 8, 1]), { training: false })
      expect(logits.shape).toEqual([2, 3])
    })
    other.dispose()
  })
})

function images(): tf.Tensor4D {
  const shape = [golden.labels.length, golden.size, golden.size, 3]
  const numbers = uniform('images', tf.util.sizeFromShape(shape)).map((x) => (x + 1) / 2)
  return fromTorch(numbers, shape, 'image') as tf.Tensor4D
}

function crossEntropy(logits: tf.Tensor2D): tf.Scalar {
  const labels = tf.tensor2d(golden.labels, [golden.labels.length, 1])
  return tf.mean(tf.sub(tf.softplus(logits), tf.mul(labels, logits)))
}

function assignHashed({ parameters, statistics }: Model): void {
  for (const [name, variable] of Object.entries({ ...parameters, ...statistics }))
    variable.assign(fromTorch(hashed(name, variable.size, variable.shape), variable.shape))
}

/** The generator's `value`, in PyTorch's order, rounded to float32. */
function hashed(name: string, size: number, shape: number[] = [size]): Float32Array {
  const numbers = uniform(name, size)
  if (shape.length > 1) {
    const fans = (size / (shape.at(-1)! * shape.at(-2)!)) * (shape.at(-1)! + shape.at(-2)!)
    return Float32Array.from(numbers, (x) => x * Math.sqrt(6 / fans))
  }
  if (name.endsWith('running_mean')) return Float32Array.from(numbers, (x) => 0.1 * x)
  return Float32Array.from(numbers, (x) => 0.5 * x + (name.endsWith('bias') ? 0 : 1))
}

/** max |difference| / max |reference| ≤ 1e-4 in float32. */
function expectClose(
  name: string,
  values: ArrayLike<number>,
  reference: number[],
  maximum: number = Math.max(...reference.map(Math.abs)),
): void {
  expect(values.length).toBe(reference.length)
  const error = Math.max(...reference.map((x, i) => Math.abs(x - values[i]!))) / maximum
  expect(error, name).toBeLessThanOrEqual(1e-4)
}
