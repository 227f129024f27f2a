/** A compositional iteration of ResNet-20 with this workspace's packages, as the trainer takes it. */
import { resnet20 } from '@deepauc/models'
import { presets, type StepLosses } from '@deepauc/optimizers'
import { selectBackend } from '@deepauc/runtime'
import { compile } from '@deepauc/runtime/compile'
import { ct, type Stage } from '@deepauc/trainer'
import * as tf from '@tensorflow/tfjs-core'
import type { LabelledBatch, Resnet20Options } from './workers/batches.ts'

export interface OurOptions extends Resnet20Options {
  /** The recipe of LibAUC, or the paper's. */
  readonly recipe: 'libauc' | 'paper'
  /** Whether the step is one call of TensorFlow or runs op by op. */
  readonly compile: boolean
  readonly precision: 'float32' | 'bfloat16'
  /** By default the native one. */
  readonly backend?: 'tfjs-node' | 'wasm'
}

export interface OurStep {
  /** The back end. */
  readonly detail: string
  /** Takes a step on S1 and S2; the losses before it. */
  step(s1: LabelledBatch, s2: LabelledBatch): number[]
}

export async function prepareStep(options: OurOptions): Promise<OurStep> {
  const { threads, backend = 'tfjs-node' } = options
  const { line } = await selectBackend({ backend, threads })
  return { detail: line, step: stepOnBatches(options) }
}

/** The step on the back end that is active. */
export function stepOnBatches(options: OurOptions): OurStep['step'] {
  const step = stepOf(options)
  const run = options.compile ? compile(step, { precision: options.precision }) : step
  return (s1, s2) => readLosses(run(s1.images, s1.labels, s2.images, s2.labels))
}

function stepOf({ recipe }: OurOptions) {
  const settings = presets[recipe].pdsca.options
  const method = ct({ ...settings, loss: { prior: 'batch', margin: 1 } })
  const { optimizer, problem } = method.stages[0] as Stage
  const model = resnet20({ seed: 0, channels: 3 })
  const auc = { a: zero(), b: zero(), alpha: zero() }
  const state = optimizer.init({ weights: model.parameters, auc })
  return (
    ...[images1, labels1, images2, labels2]: [tf.Tensor4D, tf.Tensor1D, tf.Tensor4D, tf.Tensor1D]
  ) => {
    const s1 = { images: images1, labels: labels1 }
    const s2 = { images: images2, labels: labels2 }
    return optimizer.step(problem({ model, auc }, [s1, s2]), state)
  }
}

function zero(): tf.Variable {
  return tf.variable(tf.scalar(0))
}

/** Reading the losses waits for the step. */
function readLosses(losses: StepLosses): number[] {
  const values = [losses.inner as tf.Scalar, losses.outer].map((loss) => loss.dataSync()[0])
  tf.dispose(losses)
  return values as number[]
}
