/** Turns layers into a model. */
import * as tf from '@tensorflow/tfjs-core'
import { dropout } from './layers/dropout.ts'
import { globalAveragePool } from './layers/global-average-pool.ts'
import { type Layer, sequential } from './layers/layer.ts'
import { type LinearOptions, linear } from './layers/linear.ts'
import type { ApplyMode, Classifier, Model } from './model.ts'
import { createWeights, type Weights } from './weights.ts'

/** From images `[n, height, width, channels]` to what the last linear layer sees, `[n, width]`. */
export type FeatureExtractor = (images: tf.Tensor4D, mode: ApplyMode) => tf.Tensor2D

/** The end of a model: dropout, and one linear layer. */
export interface Head {
  readonly seed: number
  /** Features of an image. */
  readonly width: number
  /** Logits of an image. */
  readonly labels: number
  /** Name of the linear layer. */
  readonly name?: string
  /** Probability with which a feature is dropped in training. */
  readonly dropout?: number
  readonly initializers?: LinearOptions['initializers']
}

/**
 * A model with the layers that `body` makes and a linear layer behind them.
 *
 * @param body makes the layers and their variables, below the names it chooses; they end in `width` features
 * @throws RangeError from `apply` and `features`, if training needs random numbers and gets none, or as many as do not fit
 * @example
 * const oneLayer = defineModel({ seed: 0, width: 8, labels: 1 }, (weights) =>
 *   averagePooled(conv2d(weights.at('conv1'), { from: 1, to: 8 }), relu))
 */
export function defineModel(head: Head, body: (weights: Weights) => FeatureExtractor): Model {
  const below = createWeights(head.seed)
  const extract = body(below.root)
  const drop = dropout(below.root, head.width, head.dropout ?? 0)
  const { apply: classify, ...classifier } = createClassifier(head)
  const { statistics } = below.records
  const parameters = { ...below.records.parameters, ...classifier.parameters }
  const noise = below.noise()
  const check = (mode: ApplyMode) => {
    if (mode.training && noise > 0 && mode.noise?.shape[1] !== noise)
      throw new RangeError(
        `training needs ${noise} random numbers per image: pass { noise: tf.tensor2d(…, [n, ${noise}]) }`,
      )
  }
  return {
    parameters,
    statistics,
    noise,
    classifier,
    features: (images, mode = { training: false }) => {
      check(mode)
      return extract(images, mode)
    },
    apply: (images, mode) => {
      check(mode)
      return classify(drop(extract(images, mode), mode))
    },
    dispose: () => tf.dispose([...Object.values(parameters), ...Object.values(statistics)]),
  }
}

/** Layers one after the other, and the mean over height and width of what they give. */
export function averagePooled(...layers: readonly Layer[]): FeatureExtractor {
  const body = sequential(...layers)
  return (images, mode) => globalAveragePool(body(images, mode))
}

function createClassifier({
  seed,
  width,
  labels,
  name = 'linear',
  initializers,
}: Head): Classifier & { apply: (features: tf.Tensor2D) => tf.Tensor2D } {
  const create = (purpose?: string) => {
    const { root, records } = createWeights(seed, purpose)
    return {
      apply: linear(root.at(name), { from: width, to: labels, initializers }),
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
