/** What a cache of prepared images consists of. */

/**
 * A folder with `manifest.json` and a folder for each part: `images-00000.u8`, `images-00001.u8`, … (bytes of one
 * image after the other, at most 1 GiB of whole images each), `labels.f32` (`[count, labelNames.length]`,
 * little-endian), `ids.json` and, where rows have groups, `groups.json`. The manifest is written last: a folder that
 * has it is complete.
 */
export interface CacheManifest {
  readonly name: string
  readonly notes: readonly string[]
  /** Of every image. */
  readonly shape: ImageShape
  readonly parts: Readonly<Record<string, ManifestPart>>
}

export interface ManifestPart {
  readonly count: number
  readonly labelNames: readonly string[]
  readonly classNames?: readonly string[]
  /** SHA-256 of the other files, by their names. */
  readonly files: Readonly<Record<string, string>>
  /** SHA-256 of the files of images. */
  readonly shards: readonly string[]
}

export type ImageShape = readonly [h: number, w: number, c: number]

/** One file of images. */
export interface Shard {
  readonly name: string
  /** The rows from `start` to `end` − 1. */
  readonly start: number
  readonly end: number
}

const MAX_SHARD_BYTES = 2 ** 30

/** How many bytes an image has. */
export function imageBytes([h, w, c]: ImageShape): number {
  return h * w * c
}

/** How many images a shard holds; 0 if one image is larger than a shard. */
export function imagesPerShard(shape: ImageShape): number {
  return Math.floor(MAX_SHARD_BYTES / imageBytes(shape))
}

/** The shards of a part of `count` images. */
export function shardsOf(count: number, shape: ImageShape): Shard[] {
  const each = imagesPerShard(shape)
  return Array.from({ length: Math.ceil(count / each) }, (_, i) => ({
    name: `images-${`${i}`.padStart(5, '0')}.u8`,
    start: i * each,
    end: Math.min(count, (i + 1) * each),
  }))
}

/** Parts are folders: their names must not lead anywhere else. */
export function isPartName(name: string): boolean {
  return /^\w[\w.-]*$/.test(name)
}
