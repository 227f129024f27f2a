/** From the network of a recipe to variables on the back end. */
import { readFile } from 'node:fs/promises'
import {
  efficientNetV2S,
  loadSafetensors,
  type Model,
  mlp,
  type NetworkOptions,
  smallCnn,
} from '@deepauc/models'
import { plainNetworks } from './recipe/plain-networks.ts'
import type { NetworkRecipe } from './recipe/recipe.ts'

/** What a network has to fit: images, labels and seed. */
export interface NetworkNeeds extends Required<NetworkOptions> {
  /** Height and width of the images. */
  readonly size: readonly [number, number]
}

type Maker<Name> = (
  options: Required<NetworkOptions>,
  recipe: Extract<NetworkRecipe, { readonly name: Name }>,
  size: NetworkNeeds['size'],
) => Model

const networks: { readonly [Name in NetworkRecipe['name']]: Maker<Name> } = {
  ...plainNetworks,
  'efficientnet-v2-s': (options, recipe) => efficientNetV2S({ ...recipe, ...options }),
  'small-cnn': (options, recipe) => smallCnn({ ...recipe, ...options }),
  mlp: (options, recipe, [height, width]) =>
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
  return make(options, recipe, size)
}
