import { aucMargin, crossEntropy } from '@deepauc/losses'
import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { aucCe } from '../../src/index.ts'
import { toyModel, toySource } from '../toy.ts'

test.each([undefined, 0.25, 0.75])('L_AUC + c·L_AVG on one batch, c = %o', async (c) => {
  const model = toyModel()
  const stage = aucCe({ loss: { margin: 2 }, ...(c && { crossEntropyWeight: c }) }).stages[0]!
  expect(stage).toMatchObject({ gradientEvaluations: 1, batches: ['balanced'] })
  const { images, labels, shape } = await toySource({ seed: 1 }).batch(0)
  const [a, b, alpha] = tf.tidy(() => [0.6, 0.4, 0.2].map((x) => tf.variable(tf.scalar(x))))
  const auc = { a: a!, b: b!, alpha: alpha! }
  tf.tidy(() => {
    model.parameters.weight!.assign(tf.tensor2d([0.3, -0.2, 0.5, 0.1], [4, 1]))
    const batch = { images: tf.tensor4d(images, shape), labels: tf.tensor1d(labels) }
    const logits = model.apply(batch.images, { training: true })
    const [ranking] = aucMargin(batch.labels, logits, auc, { margin: 2 }).dataSync()
    const [average] = crossEntropy(batch.labels, logits).dataSync()
    const problem = stage.problem({ model, auc }, [batch])
    expect(problem.auc).toBe(auc)
    expect(problem.outer().dataSync()[0]).toBeCloseTo(ranking! + (c ?? 0.5) * average!, 6)
  })
  model.dispose()
  tf.dispose(Object.values(auc))
})
