/** One compositional iteration of ResNet-20 in TensorFlow.js without anything of this workspace. */
import '@tensorflow/tfjs-node'
import * as tf from '@tensorflow/tfjs-core'
import { type LabelledBatch, type Resnet20Options, readBatches } from './batches.ts'
import { serve } from './serve.ts'
import { type StockNetwork, stockResnet20 } from './stock-network.ts'

const learningRate = 0.1
const averaging = 0.9
const weightDecay = 1e-4
const epochDecay = 2e-3

await serve(async (options: Resnet20Options) => {
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
  const step = compositionalStep(stockResnet20(), readBatches(options))
  return {
    detail: `tfjs-node ${tf.version_core} (TensorFlow ${binding.TF_Version})`,
    iterate: () => tf.tidy(step),
  }
})

function compositionalStep(
  { weights, apply }: StockNetwork,
  [s1, s2]: [LabelledBatch, LabelledBatch],
): () => number[] {
  const auc = { a: zero(), b: zero(), alpha: zero() }
  const primal = [...weights, auc.a, auc.b]
  const points = weights.map((w) => tf.variable(tf.clone(w), false))
  const averages = primal.map((w) => tf.variable(tf.zerosLike(w), false))
  const sums = primal.map((w) => tf.variable(tf.zerosLike(w), false))
  const inner = () =>
    tf.losses.sigmoidCrossEntropy(tf.expandDims(s1.labels, 1), apply(s1.images)) as tf.Scalar
  const outer = () => aucLoss(s2.labels, tf.sigmoid(tf.reshape(apply(s2.images), [-1])), auc)
  return () => {
    const innerLoss = descend(inner, weights, (w, i, d) => {
      moveTowards(points[i] as tf.Variable, tf.sub(w, tf.mul(learningRate, d)))
      w.assign(points[i] as tf.Variable)
      add(sums[i] as tf.Variable, w)
    })
    const outerLoss = descend(outer, primal, (w, i, d) => {
      moveTowards(averages[i] as tf.Variable, d)
      w.assign(tf.sub(w, tf.mul(learningRate, averages[i] as tf.Variable)))
      add(sums[i] as tf.Variable, w)
    })
    const gap = tf.sub(tf.add(1, tf.sub(auc.b, auc.a)), auc.alpha)
    const alpha = tf.add(auc.alpha, tf.mul(2 * learningRate, gap))
    auc.alpha.assign(tf.clipByValue(alpha, 0, 999))
    return [innerLoss, outerLoss].map((loss) => loss.dataSync()[0] as number)
  }
}

/** Steps every variable by its clipped gradient with weight decay and the pull to the reference 0. */
function descend(
  loss: () => tf.Scalar,
  variables: readonly tf.Variable[],
  update: (variable: tf.Variable, index: number, direction: tf.Tensor) => void,
): tf.Scalar {
  const { value, grads } = tf.variableGrads(loss, [...variables])
  for (const [i, variable] of variables.entries()) {
    const clipped = tf.clipByValue(grads[variable.name] as tf.Tensor, -1, 1)
    update(variable, i, tf.add(clipped, tf.mul(weightDecay + epochDecay, variable)))
  }
  return value
}

/** LibAUC's loss with the prior of the batch. */
function aucLoss(
  labels: tf.Tensor1D,
  scores: tf.Tensor,
  { a, b, alpha }: Record<'a' | 'b' | 'alpha', tf.Variable>,
): tf.Scalar {
  const negatives = tf.sub(1, labels)
  const p = tf.mean(labels)
  const q = tf.sub(1, p)
  const positive = tf.mul(q, tf.mean(tf.mul(tf.square(tf.sub(scores, a)), labels)))
  const negative = tf.mul(p, tf.mean(tf.mul(tf.square(tf.sub(scores, b)), negatives)))
  const difference = tf.sub(tf.mul(p, tf.mul(scores, negatives)), tf.mul(q, tf.mul(scores, labels)))
  const pq = tf.mul(p, q)
  const gap = tf.mul(tf.mul(2, alpha), tf.add(pq, tf.mean(difference)))
  return tf.sub(tf.addN([positive, negative, gap]), tf.mul(pq, tf.square(alpha)))
}

function moveTowards(average: tf.Variable, value: tf.Tensor): void {
  average.assign(tf.add(tf.mul(1 - averaging, average), tf.mul(averaging, value)))
}

function add(sum: tf.Variable, value: tf.Tensor): void {
  sum.assign(tf.add(sum, value))
}

function zero(): tf.Variable {
  return tf.variable(tf.scalar(0))
}
