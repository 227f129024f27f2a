/** A multilayer perceptron. */
import * as tf from '@tensorflow/tfjs-core'
import { defineModel } from '../define-model.ts'
import { linear } from '../layers/linear.ts'
import type { Model, NetworkOptions } from '../model.ts'

/** What {@link mlp} takes besides. */
export interface MlpOptions extends Omit<NetworkOptions, 'channels'> {
  /** Numbers per image: height · width · channels. */
  readonly inputs: number
  /** Widths of the hidden layers. */
  readonly hidden?: readonly number[]
}

/**
 * Fully connected layers with ReLUs between them, on the pixels of an image in a row.
 *
 * Layers are named `layers.0`, `layers.1`, … and `linear`; weights start Xavier normal, biases as in PyTorch.
 *
 * @example
 * const model = mlp({ seed: 0, inputs: 28 * 28, hidden: [64] })
 * const logits = model.apply(tf.zeros([2, 28, 28, 1]), { training: false }) // [2, 1]
 */
export function mlp({ seed, inputs, hidden = [64], labels = 1 }: MlpOptions): Model {
  const widths = [inputs, ...hidden]
  return defineModel({ seed, width: widths.at(-1) as number, labels }, (weights) => {
    const layers = hidden.map((to, i) =>
      linear(weights.at('layers').at(String(i)), { from: widths[i] as number, to }),
    )
    return (images) => {
      const pixels: tf.Tensor2D = tf.reshape(images, [images.shape[0], inputs])
      return layers.reduce((x, layer) => tf.relu(layer(x)), pixels)
    }
  })
}
