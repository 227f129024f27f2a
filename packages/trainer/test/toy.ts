/** Networks of one or two layers and data that they can learn, small enough for the cpu back end. */
import { randomStream } from '@deepauc/random'
import * as tf from '@tensorflow/tfjs-core'
import type {
  BatchSource,
  Method,
  TrainableModel,
  TrainingEvent,
  TrainOptions,
} from '../src/index.ts'
import { train } from '../src/index.ts'

const side = 2
const pixels = side * side

export interface ToyModel extends TrainableModel {
  dispose(): void
}

/** Linear in `[n, 2, 2, 1]`, from zero: logistic regression for one label. */
export function toyModel({ labels = 1 }: { readonly labels?: number } = {}): ToyModel {
  const [weight, bias] = tf.tidy(() => [
    tf.variable(tf.zeros([pixels, labels])),
    tf.variable(tf.zeros([labels])),
  ])
  return {
    parameters: { weight: weight!, bias: bias! },
    apply: (images) =>
      tf.add(tf.matMul(tf.reshape(images, [-1, pixels]), weight as tf.Tensor2D), bias!),
    dispose: () => tf.dispose([weight!, bias!]),
  }
}

/** A hidden layer whose outputs are centred, by the batch in training mode and else by a running mean; then a classifier. */
export function deepToyModel(): ToyModel & { readonly mean: tf.Variable } {
  const values = (name: string, shape: number[]) => {
    const random = randomStream({ seed: 0, purpose: name })
    const size = tf.util.sizeFromShape(shape)
    return tf.tensor(
      Float32Array.from({ length: size }, () => random.normal()),
      shape,
    )
  }
  const variable = (name: string, shape: number[]) =>
    tf.tidy(() => tf.variable(values(name, shape)))
  const hidden = variable('hidden', [pixels, 5])
  const weight = variable('classifier', [5, 1])
  const mean = variable('mean', [5])
  return {
    mean,
    parameters: { hidden, classifier: weight },
    classifier: {
      parameters: { classifier: weight },
      redraw: () => tf.tidy(() => weight.assign(values('redrawn', [5, 1]))),
    },
    apply: (images, { training, updateStatistics = true }) => {
      const features = tf.matMul(tf.reshape(images, [-1, pixels]), hidden as tf.Tensor2D)
      if (training && updateStatistics)
        mean.assign(tf.add(tf.mul(0.9, mean), tf.mul(0.1, tf.mean(features, 0))))
      const centre = training ? tf.mean(features, 0) : mean
      return tf.matMul(tf.tanh(tf.sub(features, centre)), weight as tf.Tensor2D)
    },
    dispose: () => tf.dispose([hidden, weight, mean]),
  }
}

export interface ToyOptions {
  readonly seed: number
  readonly batchSize?: number
  readonly positives?: number
  readonly batchesPerEpoch?: number
}

/** Pixels are noise, brighter by 0.5 in the first column for positives. Each step has its own examples. */
export function toySource({
  seed,
  batchSize = 16,
  positives = 4,
  batchesPerEpoch = 4,
}: ToyOptions): BatchSource & { readonly asked: number[] } {
  const asked: number[] = []
  return {
    asked,
    batchesPerEpoch,
    async batch(step) {
      asked.push(step)
      const random = randomStream({ seed, purpose: 'toy', step })
      const labels = Float32Array.from({ length: batchSize }, (_, i) => (i < positives ? 1 : 0))
      const images = Float32Array.from(
        { length: batchSize * side * side },
        (_, i) =>
          random.uniform() + (i % 2 === 0 ? 0.5 * labels[Math.floor(i / (side * side))]! : 0),
      )
      const indices = Int32Array.from(labels, (_, i) => step * batchSize + i)
      return { images, labels, indices, shape: [batchSize, side, side, 1] }
    },
  }
}

/** Three classes of 10, 4 and 2 images in 16, each brighter in a pixel of its own. */
export function threeClassSource({ seed }: { readonly seed: number }): BatchSource {
  const counts = [10, 4, 2]
  const classes = counts.flatMap((count, label) => Array<number>(count).fill(label))
  return {
    batchesPerEpoch: 4,
    async batch(step) {
      const random = randomStream({ seed, purpose: 'three classes', step })
      const labels = Float32Array.from(classes)
      const images = Float32Array.from(
        { length: labels.length * pixels },
        (_, i) => random.uniform() + 0.5 * Number(labels[Math.floor(i / pixels)] === i % pixels),
      )
      const indices = Int32Array.from(labels, (_, i) => step * labels.length + i)
      return { images, labels, indices, shape: [labels.length, side, side, 1] }
    },
  }
}

/** All events of a run on toy data. */
export async function eventsOf(
  model: TrainableModel,
  method: Method,
  options: Partial<TrainOptions> = {},
): Promise<TrainingEvent[]> {
  const batches = method.stages.flatMap((stage) => stage.batches)
  const sources = batches.map((_, i) => toySource({ seed: i + 1 }))
  const validation = toySource({ seed: 99 })
  const events: TrainingEvent[] = []
  const all = { model, method, sources, validation, gradientEvaluations: 40, ...options }
  for await (const event of train(all)) events.push(event)
  return events
}
