/** One cross-entropy step of a large network with this workspace's packages, on the same batch again and again. */
import { crossEntropy } from '@deepauc/losses'
import { densenet121, efficientNetV2S, type Model } from '@deepauc/models'
import { sgd } from '@deepauc/optimizers'
import { randomStream } from '@deepauc/random'
import { selectBackend } from '@deepauc/runtime'
import { compile } from '@deepauc/runtime/compile'
import * as tf from '@tensorflow/tfjs-core'
import { type NetworkBatch, readBatch } from './network-batch.ts'
import { serve } from './serve.ts'

interface NetworkOptions extends NetworkBatch {
  /** Whether the step is one call of TensorFlow or runs op by op. */
  readonly compile: boolean
  readonly precision: 'float32' | 'bfloat16'
  /** Without the kernels of `@deepauc/runtime`. */
  readonly stock: boolean
}

type Step = (images: tf.Tensor4D, labels: tf.Tensor1D, noise: tf.Tensor2D) => tf.Scalar

await serve(async (options: NetworkOptions) => {
  const detail = await loadBackend(options)
  const { images, labels } = readBatch(options)
  const model = (options.network === 'densenet121' ? densenet121 : efficientNetV2S)({ seed: 0 })
  const step = stepOf(model)
  const { precision } = options
  const run = options.compile ? compile(step, { precision }) : step
  const random = randomStream({ seed: 0, purpose: 'noise' })
  const noise = () =>
    Float32Array.from({ length: images.shape[0] * model.noise }, () => random.uniform())
  const iterate = () =>
    tf.tidy(
      () => run(images, labels, tf.tensor2d(noise(), [images.shape[0], model.noise])).dataSync()[0],
    )
  return { detail, iterate }
})

async function loadBackend({ stock, threads }: NetworkOptions): Promise<string> {
  if (!stock) return (await selectBackend({ backend: 'tfjs-node', threads })).line
  await import('@tensorflow/tfjs-node')
  const { binding } = tf.backend() as unknown as { binding: { TF_Version: string } }
  return `tfjs-node ${tf.version_core} (TensorFlow ${binding.TF_Version})`
}

function stepOf(model: Model): Step {
  const weights = model.parameters
  const optimizer = sgd({ learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 })
  const state = optimizer.init({ weights })
  return (images, labels, noise) => {
    const logits = () => model.apply(images, { training: true, noise })
    return optimizer.step({ weights, outer: () => crossEntropy(labels, logits()) }, state).outer
  }
}
