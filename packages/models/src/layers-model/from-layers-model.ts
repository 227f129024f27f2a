/** Networks of tf.layers among the networks here. */
import * as tf from '@tensorflow/tfjs-core'
import type { ApplyMode, Model } from '../model.ts'
import { createWeights } from '../weights.ts'
import { denseClassifier } from './dense-classifier.ts'
import type { KerasLayer, LayersModelLike, Replacement } from './layer.ts'
import { namedLayers, namedVariables } from './named-layers.ts'
import { replacementOf } from './replacement.ts'

/**
 * A `tf.LayersModel` as a {@link Model}, which takes it over: its weights are the model's, `dispose` disposes of both.
 *
 * - The last layer has to be dense, linear or with a sigmoid: `apply` returns logits, so a sigmoid is left out.
 * - Weights are named as in `'3.kernel'`: the layer's place, or the name that it was given, and the weight's name. Weights
 *   that are not trainable count as `statistics`.
 * - Dropout draws from `mode.noise`. Layers that draw random numbers otherwise are refused.
 * - Batch normalisation trains also without scale or offset, and is the only layer whose updates `updateStatistics` holds
 *   back. Regularizers and constraints have no effect, as in any loop but the `fit` of tf.layers.
 *
 * @param seed for the last layer when it is redrawn, with the distributions of the linear layers here
 * @throws TypeError if the model cannot be adapted, RangeError if two layers have one name
 * @example
 * const network = tf.sequential({ layers: [tf.layers.flatten({ inputShape: [8, 8, 1] }), tf.layers.dense({ units: 1 })] })
 * const model = fromLayersModel(network, { seed: 0 })
 * const logits = model.apply(tf.zeros([2, 8, 8, 1]), { training: false }) // [2, 1]
 */
export function fromLayersModel(
  layersModel: LayersModelLike,
  { seed }: { readonly seed: number },
): Model {
  if (layersModel.inputs.length !== 1)
    throw new TypeError(`the model has to have one input, it has ${layersModel.inputs.length}`)
  const layers = namedLayers(layersModel)
  const { layer: last, variables, apply: classify, redraw } = denseClassifier(layersModel, seed)
  const { replacements, noise } = replacementsFor(layers.values())
  replacements.set(last, (x) => x)
  const named = [...namedVariables(layers)]
  const trainable = new Set(layersModel.trainableWeights.map((weight) => weight.read()))
  const parameters = named.filter(([, variable]) => trainable.has(variable))
  const features = (images: tf.Tensor4D, mode: ApplyMode = { training: false }) => {
    if (mode.training && noise > 0 && mode.noise?.shape[1] !== noise)
      throw new RangeError(`training needs ${noise} random numbers per image as mode.noise`)
    const { training } = mode
    return replacing(
      replacements,
      mode,
      () => layersModel.apply(images, { training }) as tf.Tensor2D,
    )
  }
  return {
    parameters: Object.fromEntries(parameters),
    statistics: Object.fromEntries(named.filter(([, variable]) => !trainable.has(variable))),
    noise,
    classifier: {
      parameters: Object.fromEntries(parameters.filter(([, v]) => variables.includes(v))),
      redraw,
    },
    features,
    apply: (images, mode) => tf.tidy(() => classify(features(images, mode))),
    dispose: () => {
      layersModel.dispose()
    },
  }
}

function replacementsFor(layers: Iterable<KerasLayer>): {
  replacements: Map<KerasLayer, Replacement>
  noise: number
} {
  // Nothing is drawn: these weights only share out the random numbers of an image.
  const weights = createWeights(0)
  const replacements = new Map<KerasLayer, Replacement>()
  for (const layer of layers) {
    const replacement = replacementOf(layer, weights.root)
    if (replacement) replacements.set(layer, replacement)
  }
  return { replacements, noise: weights.noise() }
}

/** Runs `action` while the layers compute their replacements. */
function replacing<T>(
  replacements: ReadonlyMap<KerasLayer, Replacement>,
  mode: ApplyMode,
  action: () => T,
): T {
  for (const [layer, replacement] of replacements)
    layer.call = (inputs) =>
      replacement(Array.isArray(inputs) ? (inputs[0] as tf.Tensor) : inputs, mode)
  try {
    return action()
  } finally {
    // The method of its class is there again.
    for (const layer of replacements.keys()) Reflect.deleteProperty(layer, 'call')
  }
}
