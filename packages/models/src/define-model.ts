/** Turns layers into a model. */
import type * as tf from '@tensorflow/tfjs-core'
import { globalAveragePool } from './layers/global-average-pool.ts'
import type { Layer } from './layers/layer.ts'
import { linear } from './layers/linear.ts'
import type { ApplyMode, Model } from './model.ts'
import { createWeights, type Weights } from './weights.ts'

/**
 * A model with the layers that `body` makes, global average pooling and one linear layer.
 *
 * @param body makes the layers and their variables, below the names it chooses; they end in `width` channels
 * @example
 * const oneLayer = defineModel({ seed: 0, width: 8, labels: 1 }, (weights) =>
 *   sequential(conv2d(weights.at('conv1'), { from: 1, to: 8 }), relu))
 */
export function defineModel(
  { seed, width, labels }: { seed: number; width: number; labels: number },
  body: (weights: Weights) => Layer,
): Model {
  const { root, records } = createWeights(seed)
  const layers = body(root)
  const head = linear(root.at('linear'), { from: width, to: labels })
  const features = (images: tf.Tensor4D, mode: ApplyMode = { training: false }) =>
    globalAveragePool(layers(images, mode))
  return {
    ...records,
    features,
    apply: (images, mode) => head(features(images, mode)),
    dispose: () => {
      for (const record of [records.parameters, records.statistics])
        for (const variable of Object.values(record)) variable.dispose()
    },
  }
}
