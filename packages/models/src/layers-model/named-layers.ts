/** Names for the layers and weights of a model that do not depend on what was built before it. */
import type * as tf from '@tensorflow/tfjs-core'
import { isModel, type KerasLayer, type LayersModelLike, ownName } from './layer.ts'

/**
 * The layers of `model` and of the models in it, by name: the layer's own where it was given one, else its place, as in
 * `'3'` or `'encoder.0'`. tf.layers itself counts all layers that a program ever makes.
 *
 * @throws RangeError if two layers would have the same name
 */
export function namedLayers(model: LayersModelLike): Map<string, KerasLayer> {
  const layers = new Map<string, KerasLayer>()
  for (const [name, layer] of layersIn(model)) {
    if (layers.has(name)) throw new RangeError(`two layers of the model are named ${name}`)
    layers.set(name, layer)
  }
  return layers
}

/** The variables of `layers`, named as in `'3.kernel'`; one that several layers share has the name of the first. */
export function namedVariables(layers: ReadonlyMap<string, KerasLayer>): Map<string, tf.Variable> {
  const variables = new Map<string, tf.Variable>()
  const seen = new Set<tf.Tensor>()
  for (const [prefix, layer] of layers) {
    for (const weight of layer.weights) {
      const variable = weight.read() as tf.Variable
      if (seen.has(variable)) continue
      seen.add(variable)
      variables.set(unused(`${prefix}.${ownName(weight)}`, variables), variable)
    }
  }
  return variables
}

function* layersIn({ layers }: LayersModelLike, prefix = ''): Generator<[string, KerasLayer]> {
  for (const [place, layer] of layers.entries()) {
    const name = `${prefix}${isAutomatic(layer) ? place : layer.name}`
    if (isModel(layer)) yield* layersIn(layer, `${name}.`)
    else yield [name, layer]
  }
}

/** A layer of several cells has a weight of each name in every cell. */
function unused(name: string, names: ReadonlyMap<string, unknown>, count = 1): string {
  const candidate = count === 1 ? name : `${name}_${count}`
  return names.has(candidate) ? unused(name, names, count + 1) : candidate
}

/** Whether the name is of the kind that tf.layers makes up, such as `'conv2d_Conv2D7'` or `'sequential_2'`. */
function isAutomatic(layer: KerasLayer): boolean {
  if (isModel(layer)) return /^(sequential_|model)\d+$/.test(layer.name)
  const [, number] = layer.name.split(`_${layer.getClassName()}`)
  return number !== undefined && /^\d+$/.test(number)
}
