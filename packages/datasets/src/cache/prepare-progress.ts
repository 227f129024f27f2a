/** How far the preparation of a cache has come, on disk. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { replaceFile } from '../files/durable-files.ts'
import type { CacheManifest } from './cache-layout.ts'
import { fingerprint } from './cache-manifest.ts'

/** The name of the file. */
export const PROGRESS_FILE = 'progress.json'

export interface Progress {
  /** How many images of a part are on the disk. */
  done(part: string): number
  /** Writes down that so many are. */
  record(part: string, count: number): Promise<void>
}

/**
 * The progress that `folder` holds.
 *
 * @throws DataError if it is that of other data, or of other options
 */
export async function readProgress(folder: string, manifest: CacheManifest): Promise<Progress> {
  const file = join(folder, PROGRESS_FILE)
  const cache = fingerprint(manifest)
  const known = await read(file)
  if (known && known.cache !== cache)
    throw new DataError('was begun with other data or options', {
      file: folder,
      remedy: 'Remove it, or prepare as it was begun',
    })
  let done = known?.done ?? {}
  return {
    done: (part) => done[part] ?? 0,
    async record(part, count) {
      done = { ...done, [part]: count }
      await replaceFile(file, JSON.stringify({ cache, done }))
    },
  }
}

async function read(
  file: string,
): Promise<{ cache: string; done: Record<string, number> } | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new DataError('cannot be read', {
      file,
      remedy: 'Remove the folder that it is in',
      cause,
    })
  }
}
