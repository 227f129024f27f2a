/** What the network of a run that is over makes of its training images. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type BatchLoader, DataError, selectRows } from '@deepauc/datasets'
import { loadSafetensors } from '@deepauc/models'
import { predictAll } from '@deepauc/trainer'
import { makeNetwork } from '../make-network.ts'
import { openTask, type Task } from '../open-task.ts'
import { parseRecipe } from '../recipe/parse-recipe.ts'
import type { Recipe } from '../recipe/recipe.ts'
import { type RunIdentity, runFiles } from '../run-files.ts'
import { evaluationSource } from '../run-sources.ts'
import { sessionCompiler } from '../session-compiler.ts'
import { type RunFeatures, readFeatures, writeFeatures } from './feature-file.ts'
import { featureRows } from './feature-rows.ts'

/** Options of {@link runFeatures}. */
export interface RunFeaturesOptions {
  /** At most so many images, half of them positive where there are as many; default 1500. */
  readonly images?: number
  /** Of the step with the highest validation AUC, or of the last step; default `'best'`. */
  readonly weights?: 'best' | 'last'
  /** The opened data of the recipe, for several runs on the same; the caller closes it. */
  readonly task?: Task
  /** Stops after the present batch, with the signal's reason as the error. */
  readonly signal?: AbortSignal | undefined
}

const weightFiles = { best: 'best.safetensors', last: 'weights.safetensors' }

/**
 * Features in evaluation mode of training images without augmentation, on the selected back end: the same images for every
 * run with the same data and seed. `features.safetensors` in the folder keeps them; while weights and `images` stay the same,
 * neither data nor network is opened again.
 *
 * @param folder of one training
 * @throws DataError if no run is there, it is not over, or its data are missing or corrupt
 * @throws RangeError if the images have several labels each, or `images` is not an integer ≥ 2
 */
export async function runFeatures(
  folder: string,
  { images = 1500, weights = 'best', ...options }: RunFeaturesOptions = {},
): Promise<RunFeatures> {
  if (!(Number.isInteger(images) && images >= 2))
    throw new RangeError(`images must be an integer ≥ 2, got ${images}`)
  checkOver(folder)
  const files = await runFiles(folder)
  const identity = files.readJson<RunIdentity>('run.json') as RunIdentity
  const content = readFileSync(files.path(weightFiles[weights]))
  const origin = { recipe: identity.hash, weights: content, images }
  const known = readFeatures(files, origin)
  if (known) return known
  const recipe = parseRecipe(identity.recipe, files.path('run.json'))
  const task = options.task ?? (await openTask(recipe.data, recipe.training.seed))
  try {
    const features = await compute(recipe, task, { ...options, content, images })
    await writeFeatures(files, origin, features)
    return features
  } finally {
    if (!options.task) await task.close()
  }
}

function checkOver(folder: string): void {
  const file = (name: string) => join(folder, name)
  if (!existsSync(file('run.json')))
    throw new DataError('does not exist', {
      file: file('run.json'),
      remedy: 'Name the folder of one training, as runs/TIME/ct',
    })
  if (!existsSync(file('result.json')))
    throw new DataError('the training in it is not over', {
      file: folder,
      remedy: `Go on with \`npx deepauc train --resume ${join(folder, '..')}\``,
    })
}

interface Wanted extends Pick<RunFeaturesOptions, 'signal'> {
  /** Of the file of the weights. */
  readonly content: Uint8Array
  readonly images: number
}

async function compute(
  recipe: Recipe,
  { train, labelNames }: Task,
  { images, ...wanted }: Wanted,
): Promise<RunFeatures> {
  const { seed } = recipe.training
  if (labelNames.length > 1)
    throw new RangeError(
      `the images have ${labelNames.length} labels each (${labelNames.join(', ')}): choose a training on one`,
    )
  const rows = selectRows(train, featureRows(train.labels, { count: images, seed }))
  const source = evaluationSource(rows, recipe)
  try {
    const features = await apply(recipe, source, wanted)
    const [n] = rows.shape
    const { labels, indices } = rows
    return { features, shape: [n, features.length / n], labels: Uint8Array.from(labels), indices }
  } finally {
    await source.close()
  }
}

/** Features of all images of `source`. */
async function apply(
  { network, training: { seed } }: Recipe,
  source: BatchLoader,
  { content, signal }: Omit<Wanted, 'images'>,
): Promise<Float32Array> {
  const [, height, width, channels] = (await source.batch(0)).shape
  const { weights: _, ...architecture } = network
  const needs = { seed, channels, labels: 1, size: [height, width] } as const
  const model = await makeNetwork(architecture, needs)
  const compiler = sessionCompiler('float32')
  try {
    loadSafetensors(model, content)
    const predictor = compiler.predictor({ apply: (batch, mode) => model.features(batch, mode) })
    return (await predictAll(predictor, source, { signal })).outputs
  } finally {
    compiler.dispose()
    model.dispose()
  }
}
