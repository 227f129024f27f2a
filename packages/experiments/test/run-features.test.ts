import {
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSafetensors } from '@deepauc/models'
import { selectBackend } from '@deepauc/runtime'
import { readSafetensors } from '@deepauc/safetensors'
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { tinyData } from '../../../test/tiny-data.ts'
import { runFeatures } from '../src/features/run-features.ts'
import { makeNetwork, openTask, parseRecipe, type Recipe, runRecipe } from '../src/index.ts'

const root = tinyData()

function recipeOf(method: string, seed = 0): Recipe {
  return parseRecipe(
    {
      data: {
        source: 'mnist',
        root,
        binarize: { positive: ['1'], negative: ['0', '2'] },
        imratio: 0.2,
      },
      augmentation: { pad: 2, flip: true, padTo: 10 },
      network: { name: 'small-cnn', width: 4 },
      method: { name: method },
      training: { seed, batchSize: 16, budget: { gradientEvaluations: 8 }, evaluations: 2 },
    },
    'test',
  )
}

async function trained(recipe: Recipe, { steps = Number.POSITIVE_INFINITY } = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'features-'))
  for await (const event of runRecipe(recipe, { folder }))
    if (event.kind === 'step' && event.step === steps) break
  return folder
}

let folder: string
beforeAll(async () => {
  await selectBackend({ backend: 'cpu' })
  folder = await trained(recipeOf('CE'))
})
beforeEach(() => rmSync(join(folder, 'features.safetensors'), { force: true }))

/** Logits of images of the file itself, centred in 10 × 10, and those of the features by the last layer. */
async function logits(
  { features, shape, indices }: Awaited<ReturnType<typeof runFeatures>>,
  weights: string,
): Promise<{ ofImages: Float32Array; ofFeatures: number[] }> {
  const bytes = readFileSync(join(root, 'train-images-idx3-ubyte')).subarray(16)
  const images = Float32Array.from({ length: indices.length * 100 }, (_, at) => {
    const [row, y, x] = [Math.floor(at / 100), Math.floor((at % 100) / 10) - 1, (at % 10) - 1]
    const inside = x >= 0 && x < 8 && y >= 0 && y < 8
    return inside ? bytes[indices[row]! * 64 + y * 8 + x]! / 255 : 0
  })
  const file = join(folder, weights)
  const model = await makeNetwork(
    { name: 'small-cnn', width: 4 },
    { seed: 1, channels: 1, labels: 1, size: [10, 10] },
  )
  loadSafetensors(model, readFileSync(file))
  const ofImages = tf.tidy(
    () =>
      model
        .apply(tf.tensor4d(images, [indices.length, 10, 10, 1]), { training: false })
        .dataSync() as Float32Array,
  )
  model.dispose()
  const { tensors } = readSafetensors(readFileSync(file))
  const of = (end: string) =>
    [...tensors].find(([name]) => name.endsWith(end) && name.startsWith(lastLayer(tensors)))![1]
      .data as Float32Array
  const [weight, [bias = 0]] = [of('.weight'), of('.bias')]
  const ofFeatures = Array.from({ length: shape[0] }, (_, row) =>
    weight.reduce((sum, w, i) => sum + w * features[row * shape[1] + i]!, bias),
  )
  return { ofImages, ofFeatures }
}

/** The layer with one bias. */
function lastLayer(tensors: ReturnType<typeof readSafetensors>['tensors']): string {
  const [name] = [...tensors].find(
    ([name, { shape }]) => name.endsWith('.bias') && shape.length === 1 && shape[0] === 1,
  )!
  return name.slice(0, -'bias'.length)
}

describe.each([
  ['best', 'best.safetensors'],
  ['last', 'weights.safetensors'],
] as const)('with the %s weights', (weights, file) => {
  test('are what the last layer sees of the training images, without augmentation', async () => {
    const result = await runFeatures(folder, { weights, images: 30 })
    const { ofImages, ofFeatures } = await logits(result, file)
    expect(result.shape[0]).toBe(30)
    expect(new Set(ofImages).size).toBe(30)
    ofImages.forEach((logit, i) => {
      expect(Math.abs(ofFeatures[i]! - logit)).toBeLessThan(1e-5)
    })
  })
})

test('are of training images of both classes, with their labels', async () => {
  const { labels, indices } = await runFeatures(folder)
  const recipe = recipeOf('CE')
  const { train, close } = await openTask(recipe.data, 0)
  await close()
  expect([...indices]).toEqual([...train.indices])
  expect([...labels]).toEqual(Array.from(train.labels))
  const classes = readFileSync(join(root, 'train-labels-idx1-ubyte')).subarray(8)
  expect([...labels]).toEqual([...indices].map((image) => Number(classes[image] === 1)))
})

test('are of the same images for every method, and of others for another seed', async () => {
  const [auc, other] = await Promise.all([trained(recipeOf('AUCsc')), trained(recipeOf('CE', 1))])
  const options = { images: 20 }
  const mine = await runFeatures(folder, options)
  const [same, different] = [await runFeatures(auc, options), await runFeatures(other, options)]
  expect(same.indices).toEqual(mine.indices)
  expect(same.labels).toEqual(mine.labels)
  expect(same.features).not.toEqual(mine.features)
  expect(different.indices).not.toEqual(mine.indices)
})

describe('the file', () => {
  const file = () => join(folder, 'features.safetensors')

  test('is read again while nothing has changed, without the data', async () => {
    const first = await runFeatures(folder, { images: 20 })
    const written = statSync(file()).mtimeMs
    renameSync(root, `${root}-away`)
    try {
      expect(await runFeatures(folder, { images: 20 })).toEqual(first)
      expect(statSync(file()).mtimeMs).toBe(written)
      await expect(runFeatures(folder, { images: 22 })).rejects.toThrow(root)
    } finally {
      renameSync(`${root}-away`, root)
    }
  })

  test('is replaced for other weights and other images, and when it is damaged', async () => {
    const best = await runFeatures(folder, { images: 20 })
    const whole = readFileSync(file())
    expect((await runFeatures(folder, { images: 21 })).shape[0]).toBe(21)
    expect(await runFeatures(folder, { images: 20 })).toEqual(best)
    const weights = readFileSync(join(folder, 'weights.safetensors'))
    const kept = readFileSync(join(folder, 'best.safetensors'))
    const shifted = Buffer.from(weights)
    // The lowest exponent bits of the last number.
    shifted[shifted.length - 2]! ^= 0x80
    writeFileSync(join(folder, 'best.safetensors'), shifted)
    await runFeatures(folder, { images: 20 })
    expect(readFileSync(file())).not.toEqual(whole)
    writeFileSync(join(folder, 'best.safetensors'), kept)
    writeFileSync(file(), whole.subarray(0, -1))
    expect(await runFeatures(folder, { images: 20 })).toEqual(best)
    expect(readFileSync(file())).toEqual(whole)
  })

  test('is not written for features that were not finished', async () => {
    const signal = AbortSignal.abort(new Error('stopped'))
    await expect(runFeatures(folder, { signal })).rejects.toThrow('stopped')
    expect(existsSync(file())).toBe(false)
  })
})

test('takes opened data, and leaves them open', async () => {
  const task = await openTask(recipeOf('CE').data, 0)
  let closed = false
  const close = async () => {
    closed = true
  }
  const { indices } = await runFeatures(folder, { images: 20, task: { ...task, close } })
  expect(closed).toBe(false)
  expect(indices).toHaveLength(20)
  await task.close()
})

test('refuses folders without a run that is over', async () => {
  const broken = await trained(recipeOf('CE'), { steps: 2 })
  await expect(runFeatures(broken)).rejects.toThrow(
    `${broken}: the training in it is not over. Go on with \`npx deepauc train --resume`,
  )
  const nothing = join(broken, 'nothing')
  await expect(runFeatures(nothing)).rejects.toThrow('run.json: does not exist. Name the folder')
  expect(existsSync(nothing)).toBe(false)
  await expect(runFeatures(folder, { images: 1 })).rejects.toThrow('images must be an integer ≥ 2')
})

test('refuses images with several labels', async () => {
  const task = await openTask(recipeOf('CE').data, 0)
  const several = { ...task, labelNames: ['edema', 'atelectasis'] }
  await expect(runFeatures(folder, { task: several })).rejects.toThrow(
    'the images have 2 labels each (edema, atelectasis): choose a training on one',
  )
  await task.close()
})
