/** The images in a folder. */
import { readdir } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { DataError } from '@deepauc/datasets'

const IMAGE = /\.(jpe?g|png|ppm|bmp|pgm|tiff?|webp|gif)$/i

export interface ImageFiles {
  /** From the folder on, with `/`, in code-point order. */
  readonly images: readonly string[]
  /** How many files are no images by their names. */
  readonly others: number
}

/** @throws DataError if the folder cannot be read or holds no image */
export async function imageFiles(folder: string): Promise<ImageFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw unfit(folder, `cannot be read (${cause.code})`, cause)
  })
  const files = entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !path.split('/').some((name) => name.startsWith('.')))
  const images = files.filter((path) => IMAGE.test(path)).sort((a, b) => (a < b ? -1 : 1))
  if (images.length === 0) throw unfit(folder, 'holds no image')
  return { images, others: files.length - images.length }
}

function unfit(folder: string, problem: string, cause?: unknown): DataError {
  return new DataError(problem, { file: folder, remedy: 'Name a folder with images', cause })
}
