/** A network of one layer and data that it can learn, small enough for the cpu back end. */
import { randomStream } from '@deepauc/random'
import * as tf from '@tensorflow/tfjs-core'
import type { BatchSource, TrainableModel } from '../src/index.ts'

const side = 2

export interface ToyModel extends TrainableModel {
  dispose(): void
}

/** Logistic regression on `[n, 2, 2, 1]`, from zero. */
export function toyModel(): ToyModel {
  const [weight, bias] = tf.tidy(() => [
    tf.variable(tf.zeros([side * side, 1])),
    tf.variable(tf.zeros([1])),
  ])
  return {
    parameters: { weight: weight!, bias: bias! },
    apply: (images) =>
      tf.add(tf.matMul(tf.reshape(images, [-1, side * side]), weight as tf.Tensor2D), bias!),
    dispose: () => tf.dispose([weight!, bias!]),
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
