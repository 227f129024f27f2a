/** Compositional training of a network: an inner step on cross-entropy, an outer one on the AUC-margin loss. */
import { aucMargin, crossEntropy } from '@deepauc/losses'
import { rocAuc } from '@deepauc/metrics'
import type { Model } from '@deepauc/models'
import { namedVariables, pdsca } from '@deepauc/optimizers'
import { type RandomStream, randomStream } from '@deepauc/random'
import * as tf from '@tensorflow/tfjs-core'
import { drawImages, type Images, side } from './rings.ts'

export interface Training {
  /** Moves the weights; nothing is read back from the back end. */
  step(): void
  /** Of the validation images. */
  evaluate(): Promise<Evaluation>
  dispose(): void
}

interface Evaluation {
  readonly auc: number
  readonly scores: Float32Array
}

/** Rings of a batch, and its disks: more rings than come by chance, for the AUC loss needs both. */
const batch = { rings: 8, disks: 24 }

/** Data for a seed: 50 rings among 1,000 images, and 25 among 500 to validate. */
export function drawData(seed: number): { training: Images; validation: Images } {
  const imratio = 0.05
  return {
    training: drawImages(1000, { seed, purpose: 'training', imratio }),
    validation: drawImages(500, { seed, purpose: 'validation', imratio }),
  }
}

/** The model belongs to the training from now on. */
export function createTraining(model: Model, seed: number): Training {
  const { training, validation } = drawData(seed)
  const held = tensorOf(validation.pixels)
  const zero = () => tf.tidy(() => tf.variable(tf.scalar(0)))
  const auc = { a: zero(), b: zero(), alpha: zero() }
  const weights = model.parameters
  const optimizer = pdsca({ learningRate: 0.05, innerLearningRate: 0.05 })
  const state = optimizer.init({ weights, auc })
  const scoresOf = (images: tf.Tensor4D) =>
    tf.reshape(model.apply(images, { training: true }), [-1])
  let steps = 0
  return {
    step: () =>
      tf.tidy(() => {
        const s1 = drawBatch(training, randomStream({ seed, purpose: 'S1', step: steps }))
        const s2 = drawBatch(training, randomStream({ seed, purpose: 'S2', step: steps }))
        const inner = () => crossEntropy(s1.labels, scoresOf(s1.images))
        const outer = () => aucMargin(s2.labels, scoresOf(s2.images), auc)
        optimizer.step({ weights, auc, inner, outer }, state)
        steps++
      }),
    evaluate: async () => {
      const logits = tf.tidy(() => model.apply(held, { training: false }))
      const scores = (await logits.data()) as Float32Array
      logits.dispose()
      return { auc: rocAuc(validation.labels, scores), scores }
    },
    dispose: () => {
      model.dispose()
      held.dispose()
      tf.dispose(Object.values(namedVariables({ auc, state })))
    },
  }
}

function drawBatch(
  { pixels, labels, positives }: Images,
  { integer }: RandomStream,
): { images: tf.Tensor4D; labels: tf.Tensor1D } {
  const rings = Array.from({ length: batch.rings }, () => integer(positives))
  const disks = Array.from(
    { length: batch.disks },
    () => positives + integer(labels.length - positives),
  )
  const chosen = [...rings, ...disks]
  const size = side ** 2
  const values = new Float32Array(chosen.length * size)
  for (const [i, image] of chosen.entries())
    values.set(pixels.subarray(image * size, (image + 1) * size), i * size)
  return {
    images: tensorOf(values),
    labels: tf.tensor1d(chosen.map((image) => labels[image] as number)),
  }
}

function tensorOf(pixels: Float32Array): tf.Tensor4D {
  return tf.tensor4d(pixels, [pixels.length / side ** 2, side, side, 1])
}
