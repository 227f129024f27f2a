/** Fills the folder of a cache, from where an earlier attempt has stopped. */
import { mkdir, stat, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DataError } from '../data-error.ts'
import { hashFile, replaceFile } from '../files/durable-files.ts'
import type { ImageSource } from '../source.ts'
import { imageBytes, type ManifestPart, type Shard, shardsOf } from './cache-layout.ts'
import { writeManifest } from './cache-manifest.ts'
import type { CachePlan } from './cache-plan.ts'
import type { PrepareOptions } from './prepare.ts'
import { readProgress } from './prepare-progress.ts'
import { uniformPixels } from './uniform-pixels.ts'
import { writeImages } from './write-images.ts'

/** @throws as {@link prepare} */
export async function writeCache(
  source: ImageSource,
  { manifest, files, bytes }: CachePlan,
  { folder, size, channels, signal, onProgress }: PrepareOptions & { readonly folder: string },
): Promise<void> {
  const { shape } = manifest
  const wanted = { shape, resize: size !== undefined, grey: channels === 1 }
  const names = Object.keys(manifest.parts)
  const progress = await readProgress(folder, manifest)
  const doneOfAll = () => names.reduce((sum, name) => sum + progress.done(name), 0)
  await checkSpace(folder, bytes - doneOfAll() * imageBytes(shape))
  const total = Object.values(manifest.parts).reduce((sum, { count }) => sum + count, 0)
  const parts: Record<string, ManifestPart> = {}
  for (const [name, part] of Object.entries(source.parts)) {
    const partFolder = join(folder, name)
    await mkdir(partFolder, { recursive: true })
    for (const [file, content] of Object.entries(files[name] ?? {}))
      await replaceFile(join(partFolder, file), content)
    await writeImages({
      folder: partFolder,
      count: part.count,
      done: progress.done(name),
      shape,
      read: (index) => uniformPixels(part, index, wanted),
      onBlock: async (done) => {
        await progress.record(name, done)
        onProgress?.({ done: doneOfAll(), total })
      },
      signal,
    })
    const shards = await hashShards(partFolder, shardsOf(part.count, shape))
    parts[name] = { ...(manifest.parts[name] as ManifestPart), shards }
  }
  await writeManifest(folder, { ...manifest, parts })
}

async function hashShards(folder: string, shards: readonly Shard[]): Promise<string[]> {
  const hashes: string[] = []
  for (const { name } of shards) hashes.push(await hashFile(join(folder, name)))
  return hashes
}

async function checkSpace(folder: string, needed: number): Promise<void> {
  const { bavail, bsize } = await statfs(await existingFolder(folder))
  const free = bavail * bsize
  if (needed > free)
    throw new DataError(`needs ${needed} bytes of disk, but ${free} are free`, {
      file: folder,
      remedy: 'Choose a folder on another disk or a smaller size, or make space',
    })
}

/** `path`, or the nearest folder above it that exists. */
async function existingFolder(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  return found || dirname(path) === path ? path : existingFolder(dirname(path))
}
