import {
  aucMargin,
  crossEntropy,
  effectiveNumberWeights,
  ldamLoss,
  ldamMargins,
  softmaxCrossEntropy,
} from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import {
  type CompositionalOptions,
  ct,
  evaluate,
  type Loss,
  type TrainableModel,
} from '../../src/index.ts'
import { eventsOf, threeClassSource, toyModel, toySource } from '../toy.ts'

function scalars(values = [0, 0, 0]) {
  const [a, b, alpha] = tf.tidy(() => values.map((x) => tf.variable(tf.scalar(x))))
  return { a: a!, b: b!, alpha: alpha! }
}

test('the inner loss sees S1, the outer one S2, the dual one both', async () => {
  const model = toyModel()
  const [first, second] = await Promise.all([1, 2].map((seed) => toySource({ seed }).batch(0)))
  const auc = scalars([0.6, 0.4, 0.2])
  tf.tidy(() => {
    model.parameters.weight!.assign(tf.tensor2d([0.3, -0.2, 0.5, 0.1], [4, 1]))
    const tensors = [first!, second!].map(({ images, labels, shape }) => ({
      images: tf.tensor4d(images, shape),
      labels: tf.tensor1d(labels),
    }))
    const [s1, s2] = tensors as [(typeof tensors)[0], (typeof tensors)[0]]
    const scores = (batch: typeof s1) => model.apply(batch.images, { training: false })
    const { inner, outer, dual } = ct().stages[0]!.problem({ model, auc }, [s1, s2])
    const value = (loss: tf.Tensor) => loss.dataSync()[0]
    expect(value(inner!())).toBe(value(crossEntropy(s1.labels, scores(s1))))
    expect(value(outer())).toBe(value(aucMargin(s2.labels, scores(s2), auc)))
    const union = aucMargin(
      tf.concat([s1.labels, s2.labels]),
      tf.concat([scores(s1), scores(s2)]),
      auc,
    )
    expect(value(dual!())).toBe(value(union))
  })
  model.dispose()
  tf.dispose(Object.values(auc))
})

test('counts k + 1 gradient evaluations, 2 k more for curvature, and draws two batches', () => {
  const stageOf = (options: CompositionalOptions) => ct(options).stages[0]!
  expect(stageOf({ innerSteps: 3 })).toMatchObject({
    gradientEvaluations: 4,
    batches: ['uniform', 'balanced'],
  })
  expect(stageOf({ innerSteps: 3, hessian: 'finite-difference' }).gradientEvaluations).toBe(10)
  expect(stageOf({ innerSampling: 'balanced' }).batches).toEqual(['balanced', 'balanced'])
})

test('S1 = S2: one batch for both losses, still two gradient evaluations', () => {
  const model = toyModel()
  const seen: tf.Tensor[] = []
  const spy: TrainableModel = {
    ...model,
    apply: (images, mode) => {
      seen.push(images)
      return model.apply(images, mode)
    },
  }
  const stage = ct({ sameBatch: true }).stages[0]!
  expect(stage).toMatchObject({ gradientEvaluations: 2, batches: ['balanced'] })
  const auc = scalars()
  tf.tidy(() => {
    const batch = { images: tf.ones([2, 2, 2, 1]) as tf.Tensor4D, labels: tf.tensor1d([1, 0]) }
    const { inner, outer, dual } = stage.problem({ model: spy, auc }, [batch])
    inner!()
    outer()
    expect(seen).toEqual([batch.images, batch.images])
    expect(dual).toBeUndefined() // S1 ∪ S2 = S2: the outer loss tells the same derivative
  })
  model.dispose()
  tf.dispose(Object.values(auc))
})

test('moves batch-norm statistics at w and at u, not in extra passes', () => {
  const updates: (boolean | undefined)[] = []
  const model = toyModel()
  const spy = {
    ...model,
    apply: (images: tf.Tensor4D, mode: Parameters<typeof model.apply>[1]) => {
      updates.push(mode.updateStatistics)
      return model.apply(images, mode)
    },
  }
  const stage = ct().stages[0]!
  const auc = scalars()
  tf.tidy(() => {
    const batch = { images: tf.ones([2, 2, 2, 1]) as tf.Tensor4D, labels: tf.tensor1d([1, 0]) }
    const { inner, outer, dual, innerProbe } = stage.problem({ model: spy, auc }, [
      batch,
      { ...batch },
    ])
    inner!()
    outer()
    dual!()
    innerProbe!()
  })
  expect(updates).toEqual([true, true, false, false, false])
  model.dispose()
  tf.dispose(Object.values(auc))
})

describe('other outer losses', () => {
  const counts = [10, 4, 2]
  const classWeights = effectiveNumberWeights(counts)
  const margins = ldamMargins(counts)
  const losses: [string, Loss][] = [
    ['class-balanced', (labels, logits) => softmaxCrossEntropy(labels, logits, { classWeights })],
    ['LDAM', (labels, logits) => ldamLoss(labels, logits, { margins, scale: 3 })],
  ]

  test.each(losses)('%s: learns three classes', async (_, outer) => {
    const model = toyModel({ labels: 3 })
    const sources = [1, 2].map((seed) => threeClassSource({ seed }))
    const validation = threeClassSource({ seed: 99 })
    const untrained = await evaluate(model, validation)
    await eventsOf(model, ct({ outer }), { sources, validation, gradientEvaluations: 400 })
    const { auc, labels, scores } = await evaluate(model, validation)
    expect(untrained.auc).toBe(0.5)
    expect(auc).toBeGreaterThan(0.85)
    // Recall of the smallest class, which the outer loss lifts.
    const predicted = Array.from(labels, (_, i) => largest(scores.subarray(3 * i, 3 * i + 3)))
    const rare = predicted.filter((_, i) => labels[i] === 2)
    expect(rare.filter((label) => label === 2).length).toBeGreaterThan(rare.length / 2)
    model.dispose()
  })

  test('class-balanced, two classes of one logit', async () => {
    const weights = effectiveNumberWeights([12, 4])
    const outer: Loss = (labels, logits) => crossEntropy(labels, logits, { classWeights: weights })
    const model = toyModel()
    const validation = toySource({ seed: 99 })
    await eventsOf(model, ct({ outer }), { gradientEvaluations: 200 })
    expect((await evaluate(model, validation)).auc).toBeGreaterThan(0.85)
    model.dispose()
  })

  test('S2 is uniform, the average loss softmax cross-entropy, and there are no a, b and alpha', () => {
    const model = toyModel({ labels: 3 })
    const auc = scalars()
    const stage = ct({ outer: losses[0]![1] }).stages[0]!
    expect(stage.batches).toEqual(['uniform', 'uniform'])
    tf.tidy(() => {
      const images = tf.ones([2, 2, 2, 1]) as tf.Tensor4D
      const [s1, s2] = [
        { images, labels: tf.tensor1d([0, 1]) },
        { images, labels: tf.tensor1d([1, 2]) },
      ]
      const problem = stage.problem({ model, auc }, [s1!, s2!])
      expect(problem.auc).toBeUndefined()
      expect(problem.inner!().dataSync()[0]).toBeCloseTo(Math.log(3), 6)
      const logits = model.apply(images, { training: true })
      const expected = softmaxCrossEntropy(s2!.labels, logits, { classWeights })
      expect(problem.outer().dataSync()).toEqual(expected.dataSync())
    })
    model.dispose()
    tf.dispose(Object.values(auc))
  })

  test('takes another average loss', () => {
    const model = toyModel()
    const auc = scalars()
    tf.tidy(() => {
      const batch = { images: tf.ones([2, 2, 2, 1]) as tf.Tensor4D, labels: tf.tensor1d([1, 0]) }
      const inner: Loss = (labels, logits) => tf.add(tf.sum(labels), tf.sum(logits))
      const { inner: problem } = ct({ inner }).stages[0]!.problem({ model, auc }, [batch, batch])
      expect(problem!().dataSync()[0]).toBe(1)
    })
    model.dispose()
    tf.dispose(Object.values(auc))
  })
})

function largest(logits: Float32Array): number {
  return logits.indexOf(Math.max(...logits))
}
