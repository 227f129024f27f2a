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

export interface NetworkNeeds extends Required<NetworkOptions> {
  /** Height and width of the images. */
  readonly size: readonly [number, number]
}

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

function build(recipe: NetworkRecipe, { size: [height, width], ...options }: NetworkNeeds): Model {
  switch (recipe.name) {
    case 'resnet20':
      return resnet20(options)
    case 'resnet32':
      return resnet32(options)
    case 'resnet44':
      return resnet44(options)
    case 'resnet56':
      return resnet56(options)
    case 'densenet121':
      return densenet121(options)
    case 'efficientnet-v2-s':
      return efficientNetV2S({ ...recipe, ...options })
    case 'small-cnn':
      return smallCnn({ ...recipe, ...options })
    case 'mlp':
      return mlp({ ...recipe, ...options, inputs: height * width * options.channels })
  }
}
