/** Reads and writes the manifest of a cache. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { hashOf, replaceFile } from '../files/durable-files.ts'
import { unreadable } from '../files/file-errors.ts'
import {
  type CacheManifest,
  type ImageShape,
  imagesPerShard,
  isPartName,
  type ManifestPart,
} from './cache-layout.ts'

const FORMAT = 'deepauc-cache/1'

/** A hash of everything but the images themselves, which need not have been read yet. */
export function fingerprint({ parts, ...rest }: CacheManifest): string {
  const known = Object.entries(parts).map(([name, { shards: _, ...part }]) => [name, part])
  return hashOf(JSON.stringify([rest, known]))
}

export async function writeManifest(folder: string, manifest: CacheManifest): Promise<void> {
  const content = { format: FORMAT, ...manifest, sha256: sumOf(manifest) }
  await replaceFile(join(folder, 'manifest.json'), `${JSON.stringify(content, null, 1)}\n`)
}

/**
 * @returns undefined if `folder` has no manifest
 * @throws DataError if it is damaged, of another version or cannot be read
 */
export async function readManifest(folder: string): Promise<CacheManifest | undefined> {
  const file = join(folder, 'manifest.json')
  const text = await readFile(file, 'utf8').catch((cause) => {
    if (cause.code === 'ENOENT') return undefined
    throw unreadable(file, cause)
  })
  if (text === undefined) return undefined
  const { format, sha256, ...manifest } = parse(text, file)
  if (format !== FORMAT) throw damaged(file, `has no "format": "${FORMAT}"`)
  if (sha256 !== sumOf(manifest)) throw damaged(file, 'does not agree with its own checksum')
  // Who writes one by hand can also get the checksum right.
  if (!isManifest(manifest)) throw damaged(file, 'does not describe a cache')
  return manifest
}

function parse(text: string, file: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw damaged(file, `is not JSON (${(cause as Error).message})`, cause)
  }
  return isObject(value) ? value : {}
}

function isManifest(value: Partial<CacheManifest>): value is CacheManifest {
  const { name, notes, shape, parts } = value
  return (
    typeof name === 'string' &&
    areStrings(notes) &&
    isShape(shape) &&
    isObject(parts) &&
    Object.entries(parts).every(([part, content]) => isPartName(part) && isPart(content, shape))
  )
}

function isShape(shape: unknown): shape is ImageShape {
  return (
    Array.isArray(shape) &&
    shape.length === 3 &&
    shape.every((size) => Number.isInteger(size) && size >= 1) &&
    imagesPerShard(shape as unknown as ImageShape) >= 1
  )
}

function isPart(part: Partial<ManifestPart>, shape: ImageShape): part is ManifestPart {
  if (!isObject(part)) return false
  const { count = -1, labelNames, classNames = [], files, shards } = part
  return (
    Number.isSafeInteger(count) &&
    count >= 0 &&
    areStrings(labelNames) &&
    areStrings(classNames) &&
    isObject(files) &&
    areStrings(shards) &&
    shards.length === Math.ceil(count / imagesPerShard(shape))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function areStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function sumOf(manifest: object): string {
  return hashOf(JSON.stringify(manifest))
}

function damaged(file: string, problem: string, cause?: unknown): DataError {
  return new DataError(problem, { file, remedy: 'Prepare the data again', cause })
}
