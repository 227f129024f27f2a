/** Tests of a network against what PyTorch computed for the same weights and images (tools/golden/networks.py). */
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ApplyMode, Model } from '../src/index.ts'
import { fromTorch, hash, positive, shapeInTorch, toTorch } from './pytorch.ts'

/** Largest magnitude, norm, two weighted sums, then values. */
type Summary = number[]

interface Golden {
  /** [n, channels, height, width] */
  images: [number, number, number, number]
  seed: number
  scale: number
  offset: number
  values: number
  /** Missing where it says no more than another file. */
  evaluation?: Record<'features' | 'logits', Summary>
  training: Record<'features' | 'logits' | 'loss', Summary>
  gradients: Record<string, Summary>
  statistics: Record<string, Summary>
  vanishing: string[]
}

const tolerance = 1e-4

/**
 * Tests that a network has `parameters` parameters and that max|Δ| / max|reference| ≤ 1e-4 for features, logits, loss,
 * every gradient and every running statistic.
 */
export function goldenTests(name: string, parameters: number, create: () => Model): void {
  const golden = readGolden<Golden>(name)
  let model: Model
  beforeAll(() => {
    model = create()
    assignHashed(model, golden)
  })
  afterAll(() => model.dispose())

  test(`has ${parameters.toLocaleString('en')} parameters, under PyTorch's names`, () => {
    const sizes = Object.values(model.parameters).map(({ size }) => size)
    expect(sizes.reduce((sum, size) => sum + size)).toBe(parameters)
    const { gradients, vanishing, statistics } = golden
    const names = Object.keys(model.parameters)
    expect(names.filter((name) => !vanishing.includes(name))).toEqual(Object.keys(gradients))
    expect(names).toEqual(expect.arrayContaining(vanishing))
    expect(Object.keys(model.statistics)).toEqual(Object.keys(statistics))
  })

  const { evaluation } = golden
  if (evaluation)
    test('evaluation: features and logits', () => {
      const running = values(model.statistics)
      tf.tidy(() => {
        const { images } = batch(golden)
        const actual = {
          features: model.features(images).dataSync<'float32'>(),
          logits: model.apply(images, { training: false }).dataSync<'float32'>(),
        }
        expectAll(actual, evaluation, golden)
      })
      expect(values(model.statistics)).toEqual(running)
    })

  test('training: features, logits, loss, gradients and running statistics', () => {
    const { numTensors, numDataBuffers } = tf.memory()
    tf.tidy(() => {
      const { training, gradients } = train(model, golden)
      expectAll(training, golden.training, golden)
      expectAll(gradients, golden.gradients, golden)
      for (const name of golden.vanishing) {
        const [scale] = golden.gradients[name.replace('bias', 'weight')]!
        expect(largest(gradients[name]!), name).toBeLessThanOrEqual(tolerance * scale!)
      }
    })
    expectAll(values(model.statistics), golden.statistics, golden)
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers })
  })
}

/** A file of test/golden. */
export function readGolden<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), 'utf8'))
}

type Arrays = Record<string, Float32Array>

function train(
  model: Model,
  golden: Golden,
): { training: Record<'features' | 'logits' | 'loss', Float32Array>; gradients: Arrays } {
  const { images, labels, noise } = batch(golden, model.noise)
  const mode: ApplyMode = { training: true, ...(model.noise > 0 && { noise }) }
  const features = model.features(images, { ...mode, updateStatistics: false })
  let logits: Float32Array = new Float32Array()
  const { value, grads } = tf.variableGrads(() => {
    const y = model.apply(images, mode)
    logits = y.dataSync<'float32'>()
    return tf.mean(tf.sub(tf.softplus(y), tf.mul(labels, y)))
  }, Object.values(model.parameters))
  const named = Object.entries(model.parameters).map(
    ([name, variable]) => [name, toTorch(grads[variable.name]!)] as const,
  )
  return {
    training: {
      features: features.dataSync<'float32'>(),
      logits,
      loss: value.dataSync<'float32'>(),
    },
    gradients: Object.fromEntries(named),
  }
}

function values(variables: Record<string, tf.Variable>): Arrays {
  const entries = Object.entries(variables).map(([name, x]) => [name, x.dataSync<'float32'>()])
  return Object.fromEntries(entries)
}

/** The generator's `batch`: noise, tinted for each image; and the noise that dropout draws. */
function batch({ images: shape, seed }: Golden, columns = 0) {
  const [n, channels, height, width] = shape
  const name = `images ${seed}`
  const tints = positive(`${name} tint`, n * channels)
  const pixels = Float32Array.from(
    positive(name, tf.util.sizeFromShape(shape)),
    (x, i) => x * tints[Math.floor(i / (height * width))]!,
  )
  const labels = Array.from({ length: n }, (_, i) => [1, 0, 0, 1][i % 4]!)
  return {
    images: fromTorch(pixels, [n, height, width, channels], 'image') as tf.Tensor4D,
    labels: tf.tensor2d(labels, [n, 1]),
    noise: tf.tensor2d(positive('noise', n * columns), [n, columns]),
  }
}

function assignHashed({ parameters, statistics }: Model, golden: Golden): void {
  tf.tidy(() => {
    for (const [name, variable] of Object.entries({ ...parameters, ...statistics }))
      variable.assign(fromTorch(hashed(name, variable.shape, golden), variable.shape))
  })
}

/** The generator's `weight`, in PyTorch's order. */
function hashed(name: string, shape: number[], golden: Golden): Float32Array {
  const values = new Float32Array(tf.util.sizeFromShape(shape))
  const number = hash(name)
  const [factor, centre] = distribution(name, shape, golden)
  for (let i = 0; i < values.length; i++) values[i] = centre + factor * number(i)
  return values
}

function distribution(
  name: string,
  shape: number[],
  { scale, offset }: Golden,
): [factor: number, centre: number] {
  if (shape.length > 1) {
    const fanIn = tf.util.sizeFromShape(shapeInTorch(shape).slice(1))
    return [Math.sqrt(3 / fanIn), 0]
  }
  if (name.endsWith('running_mean')) return [0.1, 0]
  if (name.endsWith('running_var')) return [0.5, 1]
  return name.endsWith('bias') ? [0.5, offset] : [0.5 * scale, scale]
}

function expectAll(actual: Arrays, expected: Record<string, Summary>, golden: Golden): void {
  for (const [name, summary] of Object.entries(expected))
    expectSummary(name, actual[name]!, summary, golden.values)
}

function expectSummary(name: string, actual: Float32Array, expected: Summary, count: number): void {
  const [maximum, norm, first, second, ...sample] = expected as [number, number, number, number]
  const stride = Math.ceil(actual.length / count)
  const close = (what: string, x: number, reference: number, scale: number) =>
    expect(Math.abs(x - reference) / scale, `${what} of ${name}`).toBeLessThanOrEqual(tolerance)

  expect(sample.length, name).toBe(Math.ceil(actual.length / stride))
  for (const [i, x] of sample.entries())
    close(`value ${i * stride}`, actual[i * stride]!, x, maximum)
  close('largest magnitude', largest(actual), maximum, maximum)
  // Every value counts: an error of 1e-4 throughout moves norm and sums by less than this.
  close('norm', euclidean(actual), norm, norm)
  close('first sum', weightedSum('first sum', actual), first, norm)
  close('second sum', weightedSum('second sum', actual), second, norm)
}

function largest(values: Float32Array): number {
  return values.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
}

function euclidean(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, x) => sum + x ** 2, 0))
}

function weightedSum(name: string, values: Float32Array): number {
  const weight = hash(name)
  return values.reduce((sum, x, i) => sum + x * weight(i), 0)
}
