/** Reads Cats vs Dogs: Microsoft's PetImages or Kaggle's train folder, unpacked or as a .zip. */
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { type FoundFile, isHidden, walkFiles } from '../files/walk-files.ts'
import { readWholeFile } from '../files/whole-file.ts'
import { openZip } from '../formats/zip-archive.ts'
import type { ImageSource } from '../source.ts'
import { encodedPart } from './encoded-part.ts'
import { noteOf } from './notes.ts'

const CLASS_NAMES = ['cat', 'dog'] as const
const PUBLISHED = 25_000
// PetImages/Cat/12.jpg of Microsoft's archive, or train/cat.12.jpg of Kaggle's.
const IMAGE = /^(?:.*\/)?(cat|dog)[/.](\d+)\.jpg$/i

/**
 * All images as one part, `train`, cats before dogs, each by number: no publisher divides them. Class 1 is dog.
 *
 * @param root the folder that holds `PetImages` (or `Cat` and `Dog`) or `train` (or its images), or a .zip of either
 * @throws DataError if nothing of either form is found, both are, or an image is there twice
 * @see https://www.microsoft.com/en-us/download/details.aspx?id=54765
 */
export async function readCatsVsDogs(root: string): Promise<ImageSource> {
  const tree = /\.zip$/i.test(root) ? await openZip(root) : await openFolder(root)
  try {
    const { rows, notes } = findImages(tree.files, root)
    const part = encodedPart({
      labels: Float32Array.from(rows, ({ label }) => label),
      classNames: CLASS_NAMES,
      id: (index) => `${root}/${rows[index]?.path}`,
      read: (index) => tree.read(rows[index]?.path as string),
    })
    return { name: 'cats-vs-dogs', parts: { train: part }, notes, close: tree.close }
  } catch (error) {
    await tree.close()
    throw error
  }
}

async function openFolder(root: string) {
  const { files } = await walkFiles(root)
  return { files, read: (path: string) => readWholeFile(join(root, path)), close: async () => {} }
}

interface Row {
  readonly path: string
  readonly label: number
  readonly number: number
}

function findImages(files: readonly FoundFile[], root: string) {
  const images = files.filter(({ path }) => !isHidden(path) && IMAGE.test(path))
  const empty = images.filter(({ size }) => size === 0).map(({ path }) => path)
  const rows = images.filter(({ size }) => size > 0).map(({ path }) => rowOf(path))
  rows.sort((a, b) => a.label - b.label || a.number - b.number)
  checkRows(rows, root)
  const notes = noteOf(
    empty,
    'image holds no bytes and was left out',
    'images hold no bytes and were left out',
  )
  if (images.length === PUBLISHED) return { rows, notes }
  return {
    rows,
    notes: [...notes, `${images.length} images were found, ${PUBLISHED} are published.`],
  }
}

function rowOf(path: string): Row {
  const [, name = '', number = ''] = IMAGE.exec(path) ?? []
  return { path, label: name.toLowerCase() === 'cat' ? 0 : 1, number: Number(number) }
}

function checkRows(rows: readonly Row[], root: string): void {
  const missing = CLASS_NAMES.find((_, label) => !rows.some((row) => row.label === label))
  if (missing)
    throw new DataError(`holds no image of a ${missing}`, {
      file: root,
      remedy:
        'Name the folder (or .zip) with PetImages/Cat and PetImages/Dog, or with train/cat.0.jpg; unpack a zip within a zip',
    })
  const twice = rows.findIndex(({ label, number }, i) => {
    const before = rows[i - 1]
    return before?.label === label && before.number === number
  })
  if (twice < 0) return
  throw new DataError(`holds one image twice: ${rows[twice - 1]?.path} and ${rows[twice]?.path}`, {
    file: root,
    remedy: 'Name the folder of one copy of the set',
  })
}
