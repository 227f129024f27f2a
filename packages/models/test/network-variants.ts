/** What every network is tested for, besides its agreement with PyTorch. */
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import type { Model } from '../src/index.ts'
import { readGolden } from './golden-network.ts'
import { positive } from './pytorch.ts'

type Create = (options: { channels?: number; labels?: number }) => Model

/**
 * Tests the variants of a network that takes images of `size` × `size` pixels.
 *
 * @param initialisation its name in test/golden/initialisations.json
 */
export function variantTests(create: Create, size: number, initialisation?: string): void {
  test('takes grey images and gives five logits', () => {
    const model = create({ channels: 1, labels: 5 })
    tf.tidy(() => {
      const shape: [number, number, number, number] = [2, size, size, 1]
      const images = tf.tensor4d(positive('grey images', 2 * size ** 2), shape)
      const mode = { training: false }
      expect(model.apply(images, mode).shape).toEqual([2, 5])
      const bias = Object.values(model.parameters).at(-1)!
      expect(bias.shape).toEqual([5])
      // The classifier is the last layer.
      expect(Object.values(model.classifier.parameters).at(-1)).toBe(bias)
      const [weight] = Object.values(model.classifier.parameters)
      const logits = tf.add(tf.matMul(model.features(images), weight as tf.Tensor2D), bias)
      expect(model.apply(images, mode).dataSync()).toEqual(logits.dataSync())
    })
    model.dispose()
  })

  if (initialisation === undefined) return
  test('starts distributed as its reference', () => {
    const model = create({ labels: 100 })
    const golden = readGolden<Record<string, Record<string, Moments>>>('initialisations')
    expectDistributions(model.parameters, golden[initialisation]!)
    model.dispose()
  })
}

type Moments = [mean: number, deviation: number, kurtosis: number]

/** Both sides are samples of as many values: five standard errors of their difference. */
function expectDistributions(
  parameters: Model['parameters'],
  expected: Record<string, Moments>,
): void {
  expect(Object.keys(parameters)).toEqual(Object.keys(expected))
  for (const [name, [mean, deviation, kurtosis]] of Object.entries(expected)) {
    const values = parameters[name]!.dataSync<'float32'>()
    const actual = moments(values)
    if (deviation === 0) {
      expect(actual, name).toEqual([mean, 0, 0])
      continue
    }
    const errors = 5 * Math.sqrt(2 / values.length)
    const close = (what: string, x: number, reference: number, standardError: number) =>
      expect(Math.abs(x - reference), `${what} of ${name}`).toBeLessThanOrEqual(
        standardError * errors,
      )
    close('mean', actual[0], mean, deviation)
    close('deviation', actual[1], deviation, deviation * Math.sqrt((kurtosis - 1) / 4))
    // √24 is a normal distribution's; a uniform one's is less.
    close('kurtosis', actual[2], kurtosis, Math.sqrt(24))
  }
}

function moments(values: Float32Array): Moments {
  const mean = average(values, (x) => x)
  const variance = average(values, (x) => (x - mean) ** 2)
  const fourth = average(values, (x) => (x - mean) ** 4)
  return [mean, Math.sqrt(variance), variance > 0 ? fourth / variance ** 2 : 0]
}

function average(values: Float32Array, of: (x: number) => number): number {
  return values.reduce((sum, x) => sum + of(x), 0) / values.length
}
