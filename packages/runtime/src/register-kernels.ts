/** Adds the training kernels and gradients of this package to tfjs. */
import * as tf from '@tensorflow/tfjs-core'
import { activationGradients, activationKernels } from './kernels/activations.ts'
import { batchNormTraining, batchNormTrainingGrad } from './kernels/batch-norm.ts'
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter.ts'
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input.ts'
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.ts'
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.ts'
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.ts'

const kernels: Record<string, Readonly<Record<string, tf.KernelFunc>>> = {
  tensorflow: {
    BatchNormTraining: batchNormTraining,
    BatchNormTrainingGrad: batchNormTrainingGrad,
    ...activationKernels,
  },
  wasm: {
    [tf.Conv2DBackpropFilter]: conv2dBackpropFilter,
    [tf.Conv2DBackpropInput]: conv2dBackpropInput,
    [tf.DepthwiseConv2dNativeBackpropFilter]: depthwiseBackpropFilter,
    [tf.DepthwiseConv2dNativeBackpropInput]: depthwiseBackpropInput,
    [tf.UnsortedSegmentSum]: unsortedSegmentSum,
  },
  cpu: { [tf.Conv2DBackpropFilter]: conv2dBackpropFilter },
}

/**
 * Registers, for every back end that is loaded, the kernels of this package, and for all of them its gradients.
 *
 * `selectBackend` calls it; call it yourself after loading a back end by hand. Repeating it changes nothing.
 *
 * - tensorflow: `BatchNormTraining`, `BatchNormTrainingGrad` (their contract is in `@deepauc/models`), `ReluGrad` and the
 *   like, one TensorFlow op each.
 * - wasm: the kernels of training that it lacks, and a faster `Conv2DBackpropInput`.
 * - cpu: a faster `Conv2DBackpropFilter`.
 */
export function registerKernels(): void {
  for (const gradient of activationGradients) tf.registerGradient(gradient)
  for (const [backendName, functions] of Object.entries(kernels)) {
    if (!tf.findBackendFactory(backendName)) continue
    for (const [kernelName, kernelFunc] of Object.entries(functions)) {
      // Registering a name twice prints a warning.
      if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName)
      tf.registerKernel({ kernelName, backendName, kernelFunc })
    }
  }
}
