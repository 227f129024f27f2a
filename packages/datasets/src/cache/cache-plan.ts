/** What is known of a cache before the images are read. */

import { DataError } from '../data-error.ts'
import { hashOf } from '../files/durable-files.ts'
import { storedSize } from '../formats/stored-size.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import {
  type CacheManifest,
  type ImageShape,
  imageBytes,
  imagesPerShard,
  isPartName,
  type ManifestPart,
} from './cache-layout.ts'

export interface CachePlan {
  /** Without the hashes of images. */
  readonly manifest: CacheManifest
  /** The content of the files that are not images: by part, by name. */
  readonly files: Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>
  /** Of all files together. */
  readonly bytes: number
}

/** How large prepared images are; what is left out is that of the first image. */
export interface ImageSize {
  /** Height and width, or the side of a square. Proportions are not kept. */
  readonly size?: number | readonly [h: number, w: number]
  /** 1: grey, 3: RGB. */
  readonly channels?: 1 | 3
}

/**
 * @throws RangeError if the size is impossible, or a part's name
 * @throws DataError if there is no image, or the first one cannot be read
 */
export async function planCache(source: ImageSource, size: ImageSize): Promise<CachePlan> {
  const shape = await imageShape(source, size)
  const files: Record<string, Record<string, Uint8Array>> = {}
  const parts: Record<string, ManifestPart> = {}
  let bytes = 0
  for (const [name, part] of Object.entries(source.parts)) {
    if (!isPartName(name)) throw new RangeError(`"${name}" cannot be the name of a part`)
    const content = filesOf(part)
    files[name] = content
    parts[name] = describe(part, content)
    bytes += part.count * imageBytes(shape)
    for (const file of Object.values(content)) bytes += file.length
  }
  return { manifest: { name: source.name, notes: source.notes, shape, parts }, files, bytes }
}

async function imageShape({ parts }: ImageSource, wanted: ImageSize): Promise<ImageShape> {
  const first = Object.values(parts).find(({ count }) => count > 0)
  if (!first) throw new DataError('there is no image', { remedy: 'Check the folder of the data' })
  const { size = [], channels } = wanted
  const [h, w] = typeof size === 'number' ? [size, size] : size
  const [height, width, stored] = h && w && channels ? [h, w, channels] : await sizeOf(first)
  const shape = [h ?? height, w ?? width, channels ?? stored] as const
  if (shape.every((side) => Number.isInteger(side) && side >= 1) && imagesPerShard(shape) >= 1)
    return shape
  throw new RangeError(`images must be of 1 byte to 1 GiB, not of ${shape.join(' × ')}`)
}

async function sizeOf(part: SourcePart): Promise<ImageShape> {
  const image = await part.image(0)
  const [h, w, c] = await storedSize(image, part.id(0))
  return 'pixels' in image ? [h, w, c] : [h, w, c < 3 ? 1 : 3]
}

function filesOf(part: SourcePart): Record<string, Uint8Array> {
  const { count, labels, groups } = part
  const ids = Array.from({ length: count }, (_, row) => part.id(row))
  return {
    'labels.f32': new Uint8Array(labels.buffer, labels.byteOffset, labels.byteLength),
    'ids.json': Buffer.from(JSON.stringify(ids)),
    ...(groups && { 'groups.json': Buffer.from(JSON.stringify(groups)) }),
  }
}

function describe(
  { count, labelNames, classNames }: SourcePart,
  files: Readonly<Record<string, Uint8Array>>,
): ManifestPart {
  const hashes = Object.entries(files).map(([name, content]) => [name, hashOf(content)])
  return {
    count,
    labelNames,
    ...(classNames && { classNames }),
    files: Object.fromEntries(hashes),
    shards: [],
  }
}
