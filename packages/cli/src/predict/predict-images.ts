/** Scores a folder of images. */
import { open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError, decodeImage } from '@deepauc/datasets'
import { evaluationSource, type Recipe, sessionCompiler } from '@deepauc/experiments'
import type { Predictor } from '@deepauc/trainer'
import * as tf from '@tensorflow/tfjs-core'
import { imageProgress } from '../image-progress.ts'
import { interruptSignal } from '../interrupt-signal.ts'
import { imageFiles } from './image-files.ts'
import { headerLine, scoreLines } from './score-lines.ts'
import {
  findTrained,
  type ImageShape,
  loadTrained,
  type TrainedOptions,
  trainedShape,
} from './trained-network.ts'

export interface PredictImagesOptions extends TrainedOptions {
  readonly images: string
  readonly out: string
  readonly size?: number | undefined
  readonly channels?: 1 | 3 | undefined
  readonly quiet?: boolean | undefined
}

const BATCH = 256

/**
 * Writes `out`, which appears complete or not at all.
 *
 * @throws DataError if weights or an image are missing or damaged: names the file
 * @throws InterruptedError after a signal
 */
export async function predictImages(options: PredictImagesOptions): Promise<void> {
  const { images: folder, out, quiet = false } = options
  const trained = await findTrained(options)
  const { images, others } = await imageFiles(folder)
  const shape = await trainedShape(trained.recipe, options)
  const first = await batchOf(folder, images.slice(0, 1), { shape, recipe: trained.recipe })
  const [, height, width, channels] = first.shape
  const model = await loadTrained(trained, { size: [height, width], channels })
  const compiler = sessionCompiler('float32')
  const signal = interruptSignal('stopped; nothing was written')
  try {
    const scored = { folder, images, shape, recipe: trained.recipe, signal, quiet }
    await writeScores(out, { ...scored, predictor: compiler.predictor(model) })
  } finally {
    compiler.dispose()
    model.dispose()
  }
  if (quiet) return
  if (others > 0)
    console.log(
      `Note: left out what is no image by its name: ${others} of ${images.length + others} files`,
    )
  console.log(`Scores of ${images.length} images with ${trained.file}: ${out}`)
}

interface Scored {
  readonly folder: string
  readonly images: readonly string[]
  readonly shape: ImageShape
  readonly recipe: Recipe
  readonly predictor: Predictor
  readonly signal: AbortSignal
  readonly quiet: boolean
}

async function writeScores(
  out: string,
  { images, quiet, signal, ...scored }: Scored,
): Promise<void> {
  const { folder, recipe, predictor } = scored
  const bar = quiet ? undefined : imageProgress(process.stdout)
  const unfinished = `${out}.${process.pid}.tmp`
  const file = await open(unfinished, 'w')
  try {
    await file.write(headerLine(recipe.data.findings ?? []))
    bar?.show({ done: 0, total: images.length })
    for (let at = 0; at < images.length; at += BATCH) {
      signal.throwIfAborted()
      const names = images.slice(at, at + BATCH)
      const batch = await batchOf(folder, names, scored)
      await file.write(scoreLines(names, scoresOf(predictor, batch)))
      bar?.show({ done: at + names.length, total: images.length })
    }
    await file.sync()
    await file.close()
    await rename(unfinished, out)
  } catch (error) {
    await file.close()
    await rm(unfinished, { force: true })
    throw error
  } finally {
    bar?.close()
  }
}

/** Images as the validation part of a training. */
async function batchOf(
  folder: string,
  names: readonly string[],
  { shape, recipe }: { readonly shape: ImageShape; readonly recipe: Recipe },
) {
  const [height, width, channels] = shape
  const images = new Uint8Array(names.length * height * width * channels)
  const put = async (name: string, row: number) => {
    const file = join(folder, name)
    const bytes = await readFile(file).catch((cause) => {
      const remedy = 'Check its permissions, or remove it'
      throw new DataError(`cannot be read (${cause.code})`, { file, remedy, cause })
    })
    const { pixels } = await decodeImage(bytes, { channels, size: [height, width], file })
    images.set(pixels, row * height * width * channels)
  }
  await Promise.all(names.map(put))
  const indices = Int32Array.from(names, (_, row) => row)
  const labels = new Uint8Array(names.length)
  const rows = { images, shape: [names.length, ...shape] as const, labels, indices }
  const source = evaluationSource(rows, recipe)
  try {
    return await source.batch(0)
  } finally {
    await source.close()
  }
}

type Batch = Awaited<ReturnType<typeof batchOf>>

function scoresOf(predictor: Predictor, { images, shape }: Batch): Float32Array {
  return tf.tidy(() => {
    const logits = predictor.apply(tf.tensor4d(images, shape), { training: false })
    return Float32Array.from(logits.dataSync())
  })
}
