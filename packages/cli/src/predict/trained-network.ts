/** The recipe and the weights of a network that was trained. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from '@deepauc/datasets'
import { makeNetwork, openTask, parseRecipe, type Recipe, readRecipe } from '@deepauc/experiments'
import { loadSafetensors, type Model } from '@deepauc/models'
import { readJson } from '../train/comparison-file.ts'

export interface TrainedOptions {
  /** Folder of one training. */
  readonly run?: string | undefined
  readonly weights?: string | undefined
  readonly recipe?: string | undefined
  readonly set?: readonly string[] | undefined
  /** Weights of the last step instead of the best. */
  readonly last?: boolean | undefined
}

export interface Trained {
  readonly recipe: Recipe
  /** Of the weights. */
  readonly file: string
}

/** What images are brought to before the recipe's augmentation: height, width, channels. */
export type ImageShape = readonly [height: number, width: number, channels: 1 | 3]

/**
 * @throws RangeError if the options do not name one network
 * @throws DataError if the folder holds no such run
 */
export async function findTrained({
  run,
  weights,
  recipe,
  set = [],
  last = false,
}: TrainedOptions): Promise<Trained> {
  if (run !== undefined) {
    if (set.length > 0) throw new RangeError('--set changes a recipe: it cannot stand beside --run')
    const file = join(run, last ? 'weights.safetensors' : 'best.safetensors')
    if (!existsSync(file)) throw notOver(run, file)
    const path = join(run, 'run.json')
    return { recipe: parseRecipe(readJson<{ recipe: object }>(path).recipe, path), file }
  }
  if (weights === undefined || recipe === undefined)
    throw new RangeError('give --run, or --weights and --recipe')
  if (last) throw new RangeError('--last is for --run: --weights names the very file')
  return { recipe: await readRecipe(recipe, { set }), file: weights }
}

function notOver(run: string, file: string): DataError {
  const begun = existsSync(join(run, 'run.json'))
  const remedy = begun
    ? `The run is not over; go on with \`npx deepauc train --resume ${join(run, '..')}\``
    : 'Name the folder of one training, which has a run.json, as runs/TIME/ct'
  return new DataError('does not exist', { file, remedy })
}

/**
 * The shape of the images that the network was trained on.
 *
 * @param given what is known of it; the data of the recipe are opened for the rest
 * @throws DataError if they are missing
 */
export async function trainedShape(
  { data, training }: Recipe,
  given: { readonly size?: number | undefined; readonly channels?: 1 | 3 | undefined },
): Promise<ImageShape> {
  const { size = data.size, channels = data.channels } = given
  if (size !== undefined && channels !== undefined) return [size, size, channels]
  try {
    const task = await openTask(data, training.seed)
    const [, height, width, stored] = task.train.shape
    await task.close()
    return [size ?? height, size ?? width, channels ?? (stored === 1 ? 1 : 3)]
  } catch (cause) {
    const why = (cause as Error).message
    throw new DataError(
      `the images of the training, whose shape is needed, cannot be read: ${why}`,
      {
        remedy: 'Give --size and --channels',
        cause,
      },
    )
  }
}

/** @throws DataError if the file is missing or damaged, or its weights are of another network */
export async function loadTrained(
  { recipe, file }: Trained,
  { size, channels }: { readonly size: readonly [number, number]; readonly channels: number },
): Promise<Model> {
  const { weights: _, ...network } = recipe.network
  const labels = recipe.data.findings?.length ?? 1
  const model = await makeNetwork(network, { seed: 0, channels, labels, size })
  try {
    loadSafetensors(model, await readFile(file))
    return model
  } catch (cause) {
    model.dispose()
    throw new DataError((cause as Error).message, {
      file,
      remedy: 'Give the weights and the recipe of one training, and its --size and --channels',
      cause,
    })
  }
}
