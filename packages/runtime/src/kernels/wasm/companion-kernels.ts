/** The kernels that run in the companion of tfjs's wasm back end. */
import * as tf from '@tensorflow/tfjs-core'
import { averagePoolGradient } from './average-pool-gradient.ts'
import { batchNormTraining, batchNormTrainingGrad } from './batch-norm.ts'
import { hasCompanion, type WasmBackend } from './companion.ts'
import { conv2dBackpropFilter } from './conv2d-backprop-filter.ts'
import { reluGradient } from './relu-gradient.ts'

/** None where the back end has not started or cannot have a companion. */
export function companionKernels(): Readonly<Record<string, tf.KernelFunc>> {
  // tf.findBackend would start it.
  const backend = tf.engine().registry.wasm as WasmBackend | undefined
  if (!backend || !hasCompanion(backend)) return {}
  return {
    [tf.AvgPoolGrad]: averagePoolGradient,
    BatchNormTraining: batchNormTraining,
    BatchNormTrainingGrad: batchNormTrainingGrad,
    [tf.Conv2DBackpropFilter]: conv2dBackpropFilter,
    ReluGrad: reluGradient,
  }
}
