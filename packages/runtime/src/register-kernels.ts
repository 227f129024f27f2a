/** Adds the training kernels and gradients of this package to tfjs. */
import * as tf from '@tensorflow/tfjs-core'
import { activationGradients, activationKernels } from './kernels/activations.ts'
import { batchNormTraining, batchNormTrainingGrad } from './kernels/batch-norm.ts'
import { conv2dBackpropFilter } from './kernels/conv2d-backprop-filter.ts'
import { conv2dBackpropInput } from './kernels/conv2d-backprop-input.ts'
import { depthwiseBackpropFilter } from './kernels/depthwise-backprop-filter.ts'
import { depthwiseBackpropInput } from './kernels/depthwise-backprop-input.ts'
import { unsortedSegmentSum } from './kernels/unsorted-segment-sum.ts'
import { companionKernels } from './kernels/wasm/companion-kernels.ts'
import { identity } from './kernels/wasm/identity.ts'
import { slice } from './kernels/wasm/slice.ts'

type Kernels = Readonly<Record<string, tf.KernelFunc>>

const kernels: Readonly<Record<string, Kernels>> = {
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
    [tf.Identity]: identity,
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
 * - wasm: the kernels of training that it lacks, and faster ones for what it is slow at, some of them in WebAssembly.
 * - cpu: a faster `Conv2DBackpropFilter`.
 */
export function registerKernels(): void {
  for (const gradient of activationGradients) tf.registerGradient(gradient)
  for (const [backendName, functions] of Object.entries(kernels))
    if (tf.findBackendFactory(backendName)) register(backendName, functions)
  if (tf.findBackendFactory('wasm')) registerAround(tf.Slice, 'wasm', slice)
  register('wasm', companionKernels())
}

function register(backendName: string, kernels: Kernels): void {
  for (const [kernelName, kernelFunc] of Object.entries(kernels))
    replace({ kernelName, backendName, kernelFunc })
}

/** Registers a kernel that calls the one of tfjs, and remembers that one. */
function registerAround(
  kernelName: string,
  backendName: string,
  wrap: (shipped: tf.KernelFunc) => tf.KernelFunc,
): void {
  const present: Wrapped | undefined = tf.getKernel(kernelName, backendName)
  if (!present || present.shipped) return
  const { kernelFunc } = present
  const wrapped: Wrapped = { ...present, kernelFunc: wrap(kernelFunc), shipped: kernelFunc }
  replace(wrapped)
}

interface Wrapped extends tf.KernelConfig {
  readonly shipped?: tf.KernelFunc
}

function replace(kernel: tf.KernelConfig): void {
  const { kernelName, backendName } = kernel
  // Registering a name twice prints a warning.
  if (tf.getKernel(kernelName, backendName)) tf.unregisterKernel(kernelName, backendName)
  tf.registerKernel(kernel)
}
