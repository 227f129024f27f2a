/** What the examples of `@deepauc/optimizers` take for granted: a network of one layer, and its losses. */
import '@tensorflow/tfjs-backend-cpu'
import '@tensorflow/tfjs-layers'
import { aucMargin, crossEntropy } from '@deepauc/losses'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'

const zero = () => tf.variable(tf.scalar(0))
const rows = tf.tensor2d([
  [1, 2],
  [0, 1],
  [1, 0],
  [0, 0],
])
const labels = tf.tensor1d([1, 0, 0, 0])
const parameters = { w: tf.variable(tf.tensor2d([[0.1], [0.2]])) }

export const model = { parameters, apply: () => tf.matMul(rows, parameters.w as tf.Tensor2D) }
export const auc = { a: zero(), b: zero(), alpha: zero() }
export const inner = () => crossEntropy(labels, model.apply())
export const outer = () => aucMargin(labels, model.apply(), auc)
export const optimizer = pdsca({ evaluateAt: 'innerPoint' })
export const state = optimizer.init({ weights: model.parameters, auc })
export const evaluate = ({ apply }: typeof model) => tf.sum(apply()).dataSync()[0]
