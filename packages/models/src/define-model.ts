/** Turns layers into a model. */
import * as tf from '@tensorflow/tfjs-core'
import { globalAveragePool } from './layers/global-average-pool.ts'
import type { Layer } from './layers/layer.ts'
import { linear } from './layers/linear.ts'
import type { ApplyMode, Classifier, Model } from './model.ts'
import { createWeights, type Weights } from './weights.ts'

interface Ends {
  readonly seed: number
  /** Channels of the last feature maps. */
  readonly width: number
  readonly labels: number
}

/**
 * A model with the layers that `body` makes, global average pooling and one linear layer.
 *
 * @param body makes the layers and their variables, below the names it chooses; they end in `width` channels
 * @example
 * const oneLayer = defineModel({ seed: 0, width: 8, labels: 1 }, (weights) =>
 *   sequential(conv2d(weights.at('conv1'), { from: 1, to: 8 }), relu))
 */
export function defineModel(ends: Ends, body: (weights: Weights) => Layer): Model {
  const below = createWeights(ends.seed)
  const layers = body(below.root)
  const { apply: head, ...classifier } = createClassifier(ends)
  const { statistics } = below.records
  const parameters = { ...below.records.parameters, ...classifier.parameters }
  const features = (images: tf.Tensor4D, mode: ApplyMode = { training: false }) =>
    globalAveragePool(layers(images, mode))
  return {
    parameters,
    statistics,
    classifier,
    features,
    apply: (images, mode) => head(features(images, mode)),
    dispose: () => tf.dispose([...Object.values(parameters), ...Object.values(statistics)]),
  }
}

function createClassifier({
  seed,
  width,
  labels,
}: Ends): Classifier & { apply: (features: tf.Tensor2D) => tf.Tensor2D } {
  const create = (purpose?: string) => {
    const { root, records } = createWeights(seed, purpose)
    return {
      apply: linear(root.at('linear'), { from: width, to: labels }),
      parameters: records.parameters,
    }
  }
  const { apply, parameters } = create()
  const redraw = () => {
    const { parameters: drawn } = create('redrawn weights')
    for (const [name, variable] of Object.entries(parameters))
      variable.assign(drawn[name] as tf.Variable)
    tf.dispose(drawn)
  }
  return { apply, parameters, redraw }
}
