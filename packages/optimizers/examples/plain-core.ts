// A plain TensorFlow.js model, trained by hand.
import { aucMargin, aucMarginObjective, crossEntropy } from '@deepauc/losses'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'

const variable = (shape: number[] = []) => tf.variable(tf.zeros(shape))
const weights = { w: variable([2]), bias: variable() }
const auc = { a: variable(), b: variable(), alpha: variable() }
const scores = (x: tf.Tensor) => tf.add(tf.dot(x, weights.w), weights.bias)
const batch = (seed: number) => {
  const x = tf.randomNormal([64, 2], 0, 1, 'float32', seed)
  return { x, labels: tf.cast(tf.greater(tf.sum(x, 1), 1.5), 'float32') } // one in seven is positive
}

const optimizer = pdsca({ learningRate: 0.5, innerSteps: 2 })
const state = optimizer.init({ weights, auc })
for (let step = 1; step <= 100; step++)
  tf.tidy(() => {
    const [s1, s2] = [batch(step), batch(-step)]
    const inner = () => crossEntropy(s1.labels, scores(s1.x))
    const outer = () => aucMargin(s2.labels, scores(s2.x), auc)
    optimizer.step({ weights, auc, inner, outer }, state)
  })

const held = batch(1000)
console.log(aucMarginObjective(held.labels, scores(held.x)).dataSync()[0])
