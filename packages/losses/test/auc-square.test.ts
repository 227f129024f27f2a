import * as tf from '@tensorflow/tfjs-core'
import { expect, test } from 'vitest'
import { aucMargin, aucSquare } from '../src/index.ts'
import { labels, scores } from './batches.ts'
import { conformance, evaluate } from './conformance.ts'
import { saddle, sigmoid } from './reference.ts'

const variables = { a: 0.7, b: 0.2, alpha: -0.4 }
const tensors = () => ({
  a: tf.scalar(variables.a),
  b: tf.scalar(variables.b),
  alpha: tf.scalar(variables.alpha),
})

conformance('aucSquare', {
  loss: (y, f) => tf.tidy(() => aucSquare(y, f, tensors(), { margin: 0.5 })),
  reference: (y, f) => saddle(y, f.map(sigmoid), variables, { margin: 0.5 }),
  labels,
  scores,
})

test('is the saddle value of the AUC-margin loss, which differs in the range of alpha alone', () => {
  const square = evaluate((y, f) => aucSquare(y, f, tensors()), labels, scores)
  expect(square).toEqual(evaluate((y, f) => aucMargin(y, f, tensors()), labels, scores))
})
