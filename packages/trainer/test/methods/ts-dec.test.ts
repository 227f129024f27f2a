import { aucMargin } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { type TrainingEvent, train, tsDec } from '../../src/index.ts'
import { deepToyModel, toyModel, toySource } from '../toy.ts'

/** Trains and keeps what `look` sees after every step. */
async function watch<T>(look: (model: ReturnType<typeof deepToyModel>) => T) {
  const model = deepToyModel()
  const sources = [1, 2].map((seed) => toySource({ seed, batchesPerEpoch: 3 }))
  const validation = toySource({ seed: 99 })
  const options = { model, sources, validation, gradientEvaluations: 8 }
  const seen: T[] = []
  const events: TrainingEvent[] = []
  for await (const event of train({ ...options, method: tsDec({ epochs: 2 }), evaluations: 1 })) {
    events.push(event)
    if (event.kind === 'step') seen.push(look(model))
  }
  model.dispose()
  return { seen, events, asked: sources.map(({ asked }) => asked) }
}

const valuesOf = (variable: tf.Tensor | undefined) => [...variable!.dataSync()]

test('the whole budget on cross-entropy, then epochs of its own, which count', async () => {
  const { events, asked } = await watch(() => {})
  expect(asked).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7],
    [8, 9, 10, 11, 12, 13],
  ])
  expect(events.at(-1)).toMatchObject({ kind: 'evaluation', step: 14, gradientEvaluations: 14 })
})

test('the second stage moves the classifier and leaves the features as they are, to the bit', async () => {
  const { seen } = await watch(({ parameters, mean }) => ({
    features: [valuesOf(parameters.hidden), valuesOf(mean)],
    classifier: valuesOf(parameters.classifier),
  }))
  const [before, after] = [seen.slice(0, 8), seen.slice(8)]
  for (const { features } of after) expect(features).toEqual(before.at(-1)!.features)
  for (let step = 1; step < seen.length; step++)
    expect(seen[step]!.classifier).not.toEqual(seen[step - 1]!.classifier)
  for (const i of [0, 1]) expect(before[1]!.features[i]).not.toEqual(before[0]!.features[i])
})

test('a new classifier starts the second stage, which minimises the AUC loss at rate 0.01', async () => {
  const { seen, events } = await watch(({ parameters, mean }) =>
    [parameters.hidden, mean].map(valuesOf),
  )
  const model = deepToyModel()
  const { images, labels, shape } = await toySource({ seed: 2 }).batch(8)
  const expected = tf.tidy(() => {
    model.parameters.hidden!.assign(tf.tensor2d(seen[7]![0]!, [4, 5]))
    model.mean.assign(tf.tensor1d(seen[7]![1]!))
    model.classifier!.redraw()
    const zero = tf.scalar(0)
    const logits = model.apply(tf.tensor4d(images, shape), { training: false })
    return aucMargin(tf.tensor1d(labels), logits, { a: zero, b: zero, alpha: zero }).dataSync()[0]
  })
  const losses = events.flatMap((event) => (event.kind === 'step' ? [event.loss] : []))
  expect(losses[8]).toBe(expected)
  expect(tsDec().stages[1]!.optimizer.learningRates).toEqual({ learningRate: 0.01 })
  model.dispose()
})

test('refuses a model without a classifier before it trains, and no epochs', async () => {
  const model = toyModel()
  const sources = [1, 2].map((seed) => toySource({ seed }))
  const options = { model, sources, validation: sources[0]!, gradientEvaluations: 8 }
  const first = train({ ...options, method: tsDec() }).next()
  await expect(first).rejects.toThrow(TypeError)
  expect(sources[0]!.asked).toEqual([])
  expect(() => tsDec({ epochs: 0 })).toThrow('epochs must be > 0, got 0')
  model.dispose()
})
