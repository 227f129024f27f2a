import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { averagePooled, conv2d, defineModel, type Model } from '../src/index.ts'

const tiny = (seed: number) =>
  defineModel({ seed, width: 50, labels: 4 }, (weights) =>
    averagePooled(conv2d(weights.at('conv1'), { from: 1, to: 50 })),
  )

const valuesOf = ({ parameters }: Pick<Model, 'parameters'>) =>
  Object.fromEntries(Object.entries(parameters).map(([name, v]) => [name, [...v.dataSync()]]))

test('the classifier is the last layer', () => {
  const model = tiny(1)
  expect(Object.keys(model.parameters)).toEqual(['conv1.weight', 'linear.weight', 'linear.bias'])
  expect(Object.keys(model.classifier.parameters)).toEqual(['linear.weight', 'linear.bias'])
  for (const [name, variable] of Object.entries(model.classifier.parameters))
    expect(model.parameters[name]).toBe(variable)
  model.dispose()
})

test('starts as its seed says', () => {
  const [model, same, other] = [tiny(1), tiny(1), tiny(2)]
  const initial = valuesOf(model)
  expect(valuesOf(same)).toEqual(initial)
  for (const [name, values] of Object.entries(valuesOf(other)))
    expect(values.filter((value, i) => value === initial[name]![i])).toEqual([])
  for (const each of [model, same, other]) each.dispose()
})

test('redraws the classifier alone, from the same distribution, as the seed says', () => {
  const [model, same, other] = [tiny(1), tiny(1), tiny(2)]
  const initial = valuesOf(model)
  for (const each of [model, same, other]) each.classifier.redraw()
  const redrawn = valuesOf(model)
  expect(redrawn['conv1.weight']).toEqual(initial['conv1.weight'])
  for (const name of Object.keys(model.classifier.parameters)) {
    const shared = redrawn[name]!.filter((value, i) => value === initial[name]![i])
    expect(shared).toEqual([])
  }
  expect(valuesOf(same)).toEqual(redrawn)
  expect(valuesOf(other)['linear.weight']).not.toEqual(redrawn['linear.weight'])

  const weight = redrawn['linear.weight']!
  const variance = weight.reduce((sum, x) => sum + x * x, 0) / weight.length
  // Xavier's variance; five standard errors of an estimate from 200 normal values.
  expect(Math.abs(variance / (2 / (50 + 4)) - 1)).toBeLessThan(5 * Math.sqrt(2 / weight.length))
  expect(Math.max(...redrawn['linear.bias']!.map(Math.abs))).toBeLessThanOrEqual(1 / Math.sqrt(50))
  for (const each of [model, same, other]) each.dispose()
})

test('the network uses the redrawn values', () => {
  const model = tiny(1)
  tf.tidy(() => {
    const images = tf.ones<tf.Rank.R4>([1, 3, 3, 1])
    const before = model.apply(images, { training: false }).dataSync()
    model.classifier.redraw()
    const { 'linear.weight': weight, 'linear.bias': bias } = model.parameters
    const logits = tf.add(tf.matMul(model.features(images), weight as tf.Tensor2D), bias!)
    const after = model.apply(images, { training: false }).dataSync()
    expect(after).toEqual(logits.dataSync())
    expect(after).not.toEqual(before)
  })
  model.dispose()
})
