/** Decodes a data set once, into files from which training reads any image at once. */
import { readdir, rm, rmdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { durableRename } from '../files/durable-files.ts'
import { unreadable } from '../files/file-errors.ts'
import type { ImageSource } from '../source.ts'
import type { CacheManifest } from './cache-layout.ts'
import { fingerprint, readManifest } from './cache-manifest.ts'
import { type ImageSize, planCache } from './cache-plan.ts'
import { PROGRESS_FILE } from './prepare-progress.ts'
import { writeCache } from './write-cache.ts'

/** Options of {@link prepare}. */
export interface PrepareOptions extends ImageSize {
  /** Told how many images are on the disk, of how many. */
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void
  /** Stops the work, with the signal's reason as the error. */
  readonly signal?: AbortSignal
}

/**
 * Decodes all images of `source` to one shape and writes them, with labels, groups and ids, to the new folder
 * `directory`, which `openCache` reads. All cores decode.
 *
 * Until all is done, the folder is called `${directory}.partial`. Whatever interrupts the work, the same call goes on
 * after the last 4 MiB that are safely on the disk, to the same bytes. A folder that is prepared already is left alone.
 *
 * @throws DataError if an image is missing, corrupt or, without `size`, of another shape than the first; if the disk
 *   has too little space, before anything is written; or if the folder holds anything else
 * @throws RangeError if the size is impossible
 */
export async function prepare(
  source: ImageSource,
  directory: string,
  options: PrepareOptions = {},
): Promise<void> {
  const plan = await planCache(source, options)
  const final = resolve(directory)
  const work = workFolder(directory)
  if (await holdsCache(final, plan.manifest)) return
  await refuseOther(final)
  if (!(await holdsCache(work, plan.manifest)))
    await writeCache(source, plan, { ...options, folder: work })
  await rm(join(work, PROGRESS_FILE), { force: true })
  await durableRename(work, final)
}

/** Where a cache is while it is not complete. */
export function workFolder(directory: string): string {
  return `${resolve(directory)}.partial`
}

async function holdsCache(folder: string, wanted: CacheManifest): Promise<boolean> {
  const found = await readManifest(folder)
  if (!found || fingerprint(found) === fingerprint(wanted)) return found !== undefined
  throw new DataError('holds other data, or the same prepared otherwise', {
    file: folder,
    remedy: 'Choose another folder, or remove this one',
  })
}

/** A folder that exists already must be empty, and goes away: renaming replaces none on Windows. */
async function refuseOther(folder: string): Promise<void> {
  const entries = await readdir(folder).catch((cause) => {
    if (cause.code === 'ENOENT') return undefined
    throw unreadable(folder, cause)
  })
  if (entries?.length)
    throw new DataError(`holds other things, as ${entries[0]}`, {
      file: folder,
      remedy: 'Choose a new folder',
    })
  if (entries) await rmdir(folder)
}
