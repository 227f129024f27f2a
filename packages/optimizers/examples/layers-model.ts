// A tf.LayersModel, trained by hand.
import { aucMargin, aucMarginObjective, crossEntropy } from '@deepauc/losses'
import { pdsca } from '@deepauc/optimizers'
import * as tf from '@tensorflow/tfjs-core'
import { initializers, layers, sequential } from '@tensorflow/tfjs-layers'

const kernelInitializer = initializers.glorotNormal({ seed: 1 })
const hidden = layers.dense({ units: 8, activation: 'tanh', inputShape: [2], kernelInitializer })
const head = layers.dense({ units: 1, kernelInitializer })
const model = sequential({ layers: [hidden, layers.batchNormalization(), head] })
const variables = model.trainableWeights.map((w) => [w.originalName, w.read()])
const weights: Record<string, tf.Variable> = Object.fromEntries(variables)
const zero = () => tf.variable(tf.scalar(0))
const auc = { a: zero(), b: zero(), alpha: zero() }
const scores = (x: tf.Tensor) => model.apply(x, { training: true }) as tf.Tensor

const optimizer = pdsca({ variant: 'libauc', clipValue: 1 })
const state = optimizer.init({ weights, auc })
const x = tf.randomNormal([64, 2], 0, 1, 'float32', 1)
const labels = tf.cast(tf.greater(tf.norm(x, 2, 1), 1.8), 'float32') // far from the centre; S1 = S2 here
for (let step = 0; step < 200; step++)
  tf.tidy(() => {
    const inner = () => crossEntropy(labels, scores(x))
    const outer = () => aucMargin(labels, scores(x), auc)
    optimizer.step({ weights, auc, inner, outer }, state)
  })
console.log(aucMarginObjective(labels, scores(x)).dataSync()[0])
