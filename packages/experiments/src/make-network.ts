/** From the network of a recipe to variables on the back end. */
import { readFile } from 'node:fs/promises'
import {
  densenet121,
  efficientNetV2S,
  loadSafetensors,
  type Model,
  mlp,
  type NetworkOptions,
  resnet20,
  resnet32,
  resnet44,
  resnet56,
  smallCnn,
} from '@deepauc/models'
import type { NetworkRecipe } from './recipe/recipe.ts'

/** What a network has to fit: images, labels and seed. */
export interface NetworkNeeds extends Required<NetworkOptions> {
  /** Height and width of the images. */
  readonly size: readonly [number, number]
}

type Maker<Name> = (
  recipe: Extract<NetworkRecipe, { readonly name: Name }>,
  options: Required<NetworkOptions>,
  size: NetworkNeeds['size'],
) => Model

const networks: { readonly [Name in NetworkRecipe['name']]: Maker<Name> } = {
  resnet20: (_, options) => resnet20(options),
  resnet32: (_, options) => resnet32(options),
  resnet44: (_, options) => resnet44(options),
  resnet56: (_, options) => resnet56(options),
  densenet121: (_, options) => densenet121(options),
  'efficientnet-v2-s': (recipe, options) => efficientNetV2S({ ...recipe, ...options }),
  'small-cnn': (recipe, options) => smallCnn({ ...recipe, ...options }),
  mlp: (recipe, options, [height, width]) =>
    mlp({ ...recipe, ...options, inputs: height * width * options.channels }),
}

/** Names of the networks. */
export const networkNames: readonly string[] = Object.keys(networks)

/**
 * A network with random weights, or with those of the recipe's file, whose classifier may be another.
 *
 * @throws Error if the file cannot be read, or its weights do not fit
 */
export async function makeNetwork(recipe: NetworkRecipe, needs: NetworkNeeds): Promise<Model> {
  const model = build(recipe, needs)
  if (recipe.weights === undefined) return model
  try {
    loadSafetensors(model, await readFile(recipe.weights), { classifier: 'keep' })
    return model
  } catch (error) {
    model.dispose()
    throw error
  }
}

function build(recipe: NetworkRecipe, { size, ...options }: NetworkNeeds): Model {
  const make = networks[recipe.name] as Maker<NetworkRecipe['name']>
  return make(recipe, options, size)
}
