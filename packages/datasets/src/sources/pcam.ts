/** Reads PatchCamelyon: patches of lymph nodes, with or without tumour. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFolder } from '../files/find-folder.ts'
import { isFile } from '../files/whole-file.ts'
import { startHdf5 } from '../formats/hdf5.ts'
import type { ImageSource } from '../source.ts'
import { countNotes } from './count-notes.ts'
import { openPcamPart, type PcamPart } from './pcam-part.ts'

/** Options of {@link readPatchCamelyon}. */
export interface PatchCamelyonOptions {
  /** Where files that are gzipped are unpacked to until the source is closed; default: the system's. */
  readonly temporaryFolder?: string
}

/** Parts by the publisher's names, and how many images each has. */
const PARTS = { train: 'train', validation: 'valid', test: 'test' }
const PUBLISHED = { train: 262_144, validation: 32_768, test: 32_768 }

/**
 * PatchCamelyon from `pcam`, in `root` or `root` itself: up to six HDF5 files, each with or without `.gz`. 96 × 96 RGB;
 * 1 is tumour. Gzipped images are unpacked when the first of them is read.
 *
 * @throws DataError if the package h5wasm is not installed, there is no such folder, or a file is missing or corrupt
 * @see Veeling et al., MICCAI 2018
 */
export async function readPatchCamelyon(
  root: string,
  { temporaryFolder = tmpdir() }: PatchCamelyonOptions = {},
): Promise<ImageSource> {
  const files = Object.values(PARTS).flatMap((part) => [
    fileName(part, 'y'),
    `${fileName(part, 'y')}.gz`,
  ])
  const { directory } = await findFolder(root, [{ folder: 'pcam', files }])
  const opened: Record<string, PcamPart> = {}
  const hdf5 = await startHdf5()
  const close = async () => {
    await hdf5.close()
    await Promise.all(Object.values(opened).map((part) => part.close()))
  }
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      const labels = await plainOrGzip(join(directory, fileName(part, 'y')))
      const images = await plainOrGzip(join(directory, fileName(part, 'x')))
      const files = { labels: labels.file, images: images.file }
      if (labels.exists || images.exists)
        opened[name] = await openPcamPart(files, { hdf5, temporaryFolder })
    }
  } catch (cause) {
    await close()
    throw cause
  }
  const parts = Object.fromEntries(Object.entries(opened).map(([name, { part }]) => [name, part]))
  return { name: 'pcam', parts, notes: countNotes(parts, PUBLISHED), close }
}

function fileName(part: string, array: 'x' | 'y'): string {
  return `camelyonpatch_level_2_split_${part}_${array}.h5`
}

async function plainOrGzip(file: string): Promise<{ file: string; exists: boolean }> {
  if (await isFile(file)) return { file, exists: true }
  if (await isFile(`${file}.gz`)) return { file: `${file}.gz`, exists: true }
  return { file, exists: false }
}
