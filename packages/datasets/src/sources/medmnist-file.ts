/** Finds the files of MedMNIST. */
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { DataError } from '../data-error.ts'
import { unreadable } from '../files/file-errors.ts'

/**
 * The archive or the folder of arrays that `path` names, or that lies in the folder `path`; and what it is called.
 *
 * @throws DataError if there is none, or more than one and no `wanted` name
 */
export async function findMedMnist(
  path: string,
  wanted: string | undefined,
): Promise<{ file: string; name: string }> {
  if (!(await isFolder(path))) return { file: path, name: basename(path, '.npz') }
  const inside = await readdir(path)
  if (!wanted && inside.includes('train_images.npy'))
    return { file: path, name: basename(resolve(path)) }
  const archives = inside.filter((file) => file.endsWith('.npz')).sort()
  // If a set is there twice, the unpacked one comes first.
  const [only, another] = wanted
    ? inside.filter((file) => file === `${wanted}.npz` || file === wanted).sort()
    : archives
  if (only && (wanted || !another)) return { file: join(path, only), name: basename(only, '.npz') }
  throw new DataError(`holds ${archives.join(', ') || 'no .npz file'}`, {
    file: path,
    remedy: wanted ? `Put ${wanted}.npz there` : 'Name one set',
  })
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch((cause: unknown) => {
    throw unreadable(path, cause)
  })
  return found.isDirectory()
}
