/** Features as a file beside the weights that they were computed with. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import {
  readSafetensors,
  type SafetensorsContent,
  SafetensorsError,
  writeSafetensors,
} from '@deepauc/safetensors'
import type { RunFiles } from '../run-files.ts'

/** What a network makes of some of the images that it was trained on. */
export interface RunFeatures {
  /** `[n, d]`, row by row: what the last linear layer sees. */
  readonly features: Float32Array
  readonly shape: readonly [n: number, d: number]
  /** `[n]`: 1 for a positive image, 0 for a negative one */
  readonly labels: Uint8Array
  /** `[n]`, the image of the source that each row shows */
  readonly indices: Int32Array
}

/** All that features depend on. */
export interface FeatureOrigin {
  /** Hash of the recipe. */
  readonly recipe: string
  /** Content of the file of the weights. */
  readonly weights: Uint8Array
  /** The greatest number of images. */
  readonly images: number
}

const FILE = 'features.safetensors'

/** Features that were written with the same origin; undefined if there are none, or the file is damaged. */
export function readFeatures(files: RunFiles, origin: FeatureOrigin): RunFeatures | undefined {
  const content = existsSync(files.path(FILE)) ? parse(readFileSync(files.path(FILE))) : undefined
  const due = metadataOf(origin)
  if (!content || ![...due].every(([key, value]) => content.metadata.get(key) === value)) return
  const { features, labels, indices } = Object.fromEntries(content.tensors)
  if (!features || !labels || !indices) return
  return {
    features: features.data as Float32Array,
    shape: features.shape as [number, number],
    labels: labels.data as Uint8Array,
    indices: indices.data as Int32Array,
  }
}

/** The file appears complete or not at all. */
export async function writeFeatures(
  files: RunFiles,
  origin: FeatureOrigin,
  { features, shape, labels, indices }: RunFeatures,
): Promise<void> {
  const tensors = new Map([
    ['features', { dtype: 'F32', shape, data: features }],
    ['labels', { dtype: 'U8', shape: [labels.length], data: labels }],
    ['indices', { dtype: 'I32', shape: [indices.length], data: indices }],
  ] as const)
  await files.write(FILE, writeSafetensors(tensors, metadataOf(origin)))
}

function parse(bytes: Uint8Array): SafetensorsContent | undefined {
  try {
    return readSafetensors(bytes)
  } catch (error) {
    if (error instanceof SafetensorsError) return undefined
    throw error
  }
}

function metadataOf({ recipe, weights, images }: FeatureOrigin): Map<string, string> {
  return new Map([
    ['recipe', recipe],
    ['weights', createHash('sha256').update(weights).digest('hex')],
    ['images', String(images)],
  ])
}
