/** Reads the two-dimensional sets of MedMNIST and MedMNIST+. */
import { stat } from 'node:fs/promises'
import { DataError } from '../data-error.ts'
import { unreadable } from '../files/file-errors.ts'
import { MEMORY_LIMIT } from '../formats/npy.ts'
import { openNpyFolder, openNpz } from '../formats/npz.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { countNotes } from './count-notes.ts'
import { findMedMnist } from './medmnist-file.ts'
import { MEDMNIST } from './medmnist-info.ts'
import { type OpenPart, readMedMnistPart } from './medmnist-part.ts'

/** Options of {@link readMedMnist}. */
export interface MedMnistOptions {
  /** Which set of a folder: `'pneumoniamnist'`, `'pathmnist_64'`. Default: the only one there. */
  readonly name?: string
  /** The most bytes of images that a part may hold in memory. Default: 2 GiB. */
  readonly memoryLimit?: number
}

const PARTS = { train: 'train', val: 'validation', test: 'test' } as const

/**
 * A set of MedMNIST: `train`, `validation` and `test`, grey or RGB, with one class per image, or several findings
 * (ChestMNIST). Images larger than `memoryLimit` are read from the disk one by one, for which the archive must be
 * unpacked, or not compressed.
 *
 * @param path the `.npz` file, a folder of such files, or a folder that one was unpacked to
 * @throws DataError if the package yauzl is needed and not installed, the file is missing, corrupt, not of images, or
 *   too large for memory and compressed
 * @see https://medmnist.com
 */
export async function readMedMnist(
  path: string,
  { name: wanted, memoryLimit = MEMORY_LIMIT }: MedMnistOptions = {},
): Promise<ImageSource> {
  const { file, name } = await findMedMnist(path, wanted)
  const info = MEDMNIST[name.replace(/_\d+$/, '')]
  const isFolder = await stat(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  const archive = await (isFolder.isDirectory() ? openNpyFolder(file) : openNpz(file))
  const open: OpenPart[] = []
  try {
    const parts: Record<string, SourcePart> = {}
    for (const [prefix, part] of Object.entries(PARTS)) {
      if (!archive.names.includes(`${prefix}_images`)) continue
      const opened = await readMedMnistPart(archive, prefix, { file, info, memoryLimit })
      open.push(opened)
      parts[part] = opened.part
    }
    if (open.length === 0) throw noImages(file, archive.names)
    const notes = info
      ? countNotes(parts, info.counts)
      : [`"${name}" is not a set of MedMNIST: its classes have no names.`]
    return { name, parts, notes, close: () => closeAll(open) }
  } catch (cause) {
    await closeAll(open)
    throw cause
  } finally {
    await archive.close()
  }
}

async function closeAll(open: readonly OpenPart[]): Promise<void> {
  await Promise.all(open.map((part) => part.close()))
}

function noImages(file: string, names: readonly string[]): DataError {
  const found = names.slice(0, 5).join(', ') || 'nothing'
  return new DataError(`holds ${found}, but no train_images, val_images or test_images`, {
    file,
    remedy: 'Name a file of MedMNIST',
  })
}
