/** The same iteration on the wasm back end without `@deepauc/runtime`: tfjs's kernels and gradients, and the one that it lacks. */
import '@tensorflow/tfjs-backend-wasm'
// Under Node tfjs-core brings no gradients; tfjs-layers does.
import '@tensorflow/tfjs-layers'
import * as tf from '@tensorflow/tfjs-core'
import { type OurOptions, stepOnBatches } from '../our-step.ts'
import { readBatches } from './batches.ts'
import { composedFilterGradient } from './composed-filter-gradient.ts'
import { serve } from './serve.ts'

await serve(async (options: OurOptions) => {
  await tf.setBackend('wasm')
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: composedFilterGradient,
  })
  const step = stepOnBatches(options)
  const batches = readBatches(options)
  return { detail: `tfjs-backend-wasm ${tf.version_core}`, iterate: () => step(...batches) }
})
