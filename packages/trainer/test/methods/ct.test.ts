import { aucMargin, crossEntropy } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { ct } from '../../src/index.ts'
import { toyModel, toySource } from '../toy.ts'

test('the inner loss sees S1, the outer one S2, the dual one both', async () => {
  const model = toyModel()
  model.parameters.weight!.assign(tf.tensor2d([0.3, -0.2, 0.5, 0.1], [4, 1]))
  const [first, second] = await Promise.all([1, 2].map((seed) => toySource({ seed }).batch(0)))
  const scalars = tf.tidy(() => [0.6, 0.4, 0.2].map((x) => tf.variable(tf.scalar(x))))
  const auc = { a: scalars[0]!, b: scalars[1]!, alpha: scalars[2]! }
  tf.tidy(() => {
    const tensors = [first!, second!].map(({ images, labels, shape }) => ({
      images: tf.tensor4d(images, shape),
      labels: tf.tensor1d(labels),
    }))
    const [s1, s2] = tensors as [(typeof tensors)[0], (typeof tensors)[0]]
    const scores = (batch: typeof s1) => model.apply(batch.images, { training: false })
    const { inner, outer, dual } = ct().problem({ model, auc }, [s1, s2])
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
  tf.dispose([scalars, model.parameters] as never)
})

test('counts k + 1 gradient evaluations and draws two batches', () => {
  expect(ct({ innerSteps: 3 })).toMatchObject({
    gradientEvaluations: 4,
    batches: ['uniform', 'balanced'],
  })
  expect(ct({ innerSampling: 'balanced' }).batches).toEqual(['balanced', 'balanced'])
})

test('moves batch-norm statistics at w and at u, not for the dual scores', () => {
  const updates: (boolean | undefined)[] = []
  const model = toyModel()
  const spy = {
    ...model,
    apply: (images: tf.Tensor4D, mode: Parameters<typeof model.apply>[1]) => {
      updates.push(mode.updateStatistics)
      return model.apply(images, mode)
    },
  }
  const method = ct()
  const scalars = tf.tidy(() => [0, 0, 0].map((x) => tf.variable(tf.scalar(x))))
  const auc = { a: scalars[0]!, b: scalars[1]!, alpha: scalars[2]! }
  tf.tidy(() => {
    const batch = { images: tf.ones([2, 2, 2, 1]) as tf.Tensor4D, labels: tf.tensor1d([1, 0]) }
    const { inner, outer, dual } = method.problem({ model: spy, auc }, [batch, batch])
    inner!()
    outer()
    dual!()
  })
  expect(updates).toEqual([true, true, false, false])
  model.dispose()
  tf.dispose(scalars)
})
