/** Opens a folder of prepared images. */
import { readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { hashOf } from '../files/durable-files.ts'
import { unreadable } from '../files/file-errors.ts'
import {
  type ImageReader,
  type ImageShards,
  imageReader,
  type ReadImage,
} from '../loader/image-reader.ts'
import type { LoadableRows } from '../loader/loadable-rows.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { arrayPart } from '../sources/array-part.ts'
import {
  type CacheManifest,
  imageBytes,
  imagesPerShard,
  type ManifestPart,
} from './cache-layout.ts'
import { readManifest } from './cache-manifest.ts'
import { damaged, findShards, loadShard } from './cache-shards.ts'
import { workFolder } from './prepare.ts'

/** Options of {@link openCache}. */
export interface OpenCacheOptions {
  /** If all images together take at most so many bytes, they are read into shared memory; default 1 GiB. */
  readonly memoryBudget?: number
  /** Whether the checksums of images are checked, which reads them all. Those of the other files always are. */
  readonly verify?: boolean
}

/** A part of a cache: rows that `loadBatches` takes, one for each image. */
export interface CachedPart extends SourcePart, LoadableRows {
  readonly images: ImageShards
  readonly labels: Float32Array
}

/** A data set whose images are all of one shape and can be read in any order. */
export interface Cache extends ImageSource {
  readonly parts: Readonly<Record<string, CachedPart>>
}

/**
 * Opens the folder that `prepare` has made. Images that do not fit into `memoryBudget` stay in their files, from which
 * each is read when it is asked for: the set can be larger than the memory.
 *
 * @throws DataError if the folder is not complete, or a file is missing, damaged or of the wrong size
 */
export async function openCache(
  directory: string,
  { memoryBudget = 2 ** 30, verify = false }: OpenCacheOptions = {},
): Promise<Cache> {
  const folder = resolve(directory)
  const manifest = await readManifest(folder)
  if (!manifest) throw await notPrepared(folder)
  const { name, notes, shape } = manifest
  const inMemory = totalBytes(manifest) <= memoryBudget
  const readers: ImageReader[] = []
  const parts: Record<string, CachedPart> = {}
  for (const [key, part] of Object.entries(manifest.parts)) {
    const files = await findShards(join(folder, key), part, shape, verify)
    const shards = inMemory ? await Promise.all(files.map(loadShard)) : files
    const images = { shards, imagesPerShard: imagesPerShard(shape) }
    const reader = imageReader(images, [part.count, ...shape])
    readers.push(reader)
    parts[key] = await cachedPart(join(folder, key), part, { images, shape, read: reader.read })
  }
  const close = async () => {
    for (const reader of readers) reader.close()
  }
  return { name, notes, parts, close }
}

interface Images {
  readonly images: ImageShards
  readonly shape: CacheManifest['shape']
  readonly read: ReadImage
}

async function cachedPart(
  folder: string,
  { count, labelNames, classNames, files }: ManifestPart,
  { images, shape: [h, w, c], read }: Images,
): Promise<CachedPart> {
  const content = async (name: string) => readChecked(join(folder, name), files[name])
  const labels = new Uint8Array(await content('labels.f32'))
  const ids: readonly string[] = JSON.parse(`${await content('ids.json')}`)
  const groups: readonly string[] | undefined =
    'groups.json' in files ? JSON.parse(`${await content('groups.json')}`) : undefined
  const shape = [count, h, w, c] as const
  return {
    ...arrayPart({
      pixels: async (index) => read(index, new Uint8Array(h * w * c)),
      shape,
      labels: new Float32Array(labels.buffer),
      labelNames,
      classNames,
      id: (index) => ids[index] ?? `row ${index}`,
    }),
    ...(groups && { groups }),
    images,
    shape,
    indices: Int32Array.from({ length: count }, (_, row) => row),
  }
}

async function readChecked(file: string, hash: string | undefined): Promise<Buffer> {
  const content = await readFile(file).catch((cause) => {
    throw unreadable(file, cause)
  })
  if (hashOf(content) === hash) return content
  throw damaged(file, 'does not agree with its checksum')
}

function totalBytes({ parts, shape }: CacheManifest): number {
  const count = Object.values(parts).reduce((sum, part) => sum + part.count, 0)
  return count * imageBytes(shape)
}

async function notPrepared(folder: string): Promise<DataError> {
  const begun = await stat(workFolder(folder)).catch(() => undefined)
  return begun
    ? new DataError('is not prepared to its end', {
        file: folder,
        remedy: 'Prepare the data again, which goes on where it was interrupted',
      })
    : new DataError('holds no prepared data', {
        file: folder,
        remedy: 'Prepare the data first, or check the path',
      })
}
