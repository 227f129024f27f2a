/** What a layer is, and how layers follow each other. */
import * as tf from '@tensorflow/tfjs-core'
import type { ApplyMode } from '../model.ts'

/** A function of feature maps `[n, height, width, channels]` that owns its variables. */
export type Layer = (x: tf.Tensor4D, mode: ApplyMode) => tf.Tensor4D

/** Layers one after the other. */
export function sequential(...layers: readonly Layer[]): Layer {
  return (x, mode) => layers.reduce((input, layer) => layer(input, mode), x)
}

/** max(x, 0), of `[n, height, width, channels]`. */
export const relu: Layer = (x) => tf.relu(x)
