/** Reads the binary version of STL-10. */
import { join } from 'node:path'
import { corrupt } from '../files/file-errors.ts'
import { findFolder } from '../files/find-folder.ts'
import { isFile, readLines, readWholeFile } from '../files/whole-file.ts'
import { interleavePlanes } from '../formats/interleave-planes.ts'
import { sharedBytes } from '../shared-bytes.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { arrayPart, arraySource } from './array-part.ts'
import { checkClasses } from './check-classes.ts'
import { countNotes } from './count-notes.ts'

const SHAPE = [96, 96, 3] as const
const IMAGE_BYTES = 96 * 96 * 3
const CLASSES = 10

/**
 * STL-10 from `stl10_binary`, in `root` or `root` itself: `train` and `test`, 96 × 96 RGB. The images without labels
 * are not needed and not read.
 *
 * @throws DataError if there is no such folder, or a file is corrupt
 * @see https://cs.stanford.edu/~acoates/stl10
 */
export async function readStl10(root: string): Promise<ImageSource> {
  const files = ['train_X.bin', 'test_X.bin']
  const { directory } = await findFolder(root, [{ folder: 'stl10_binary', files }])
  const classNames = await readClassNames(join(directory, 'class_names.txt'))
  const parts: Record<string, SourcePart> = {}
  for (const part of ['train', 'test'])
    if (await isFile(join(directory, `${part}_X.bin`)))
      parts[part] = await readPart(directory, part, classNames)
  const notes = countNotes(parts, { train: 5_000, test: 8_000 })
  if (!classNames) notes.push('There is no class_names.txt: the classes have no names.')
  return arraySource('stl10', parts, notes)
}

async function readClassNames(file: string): Promise<string[] | undefined> {
  if (!(await isFile(file))) return undefined
  const names = await readLines(file)
  if (names.length === CLASSES) return names
  throw corrupt(file, `holds ${names.length} names of classes instead of ${CLASSES}`)
}

async function readPart(
  directory: string,
  part: string,
  classNames: readonly string[] | undefined,
): Promise<SourcePart> {
  const [imageFile, labelFile] = [
    join(directory, `${part}_X.bin`),
    join(directory, `${part}_y.bin`),
  ]
  const images = await readWholeFile(imageFile)
  if (images.length === 0) throw corrupt(imageFile, 'is empty')
  const count = Math.floor(images.length / IMAGE_BYTES)
  if (count * IMAGE_BYTES !== images.length)
    throw corrupt(
      imageFile,
      `ends at byte ${images.length}, inside image ${count} of ${IMAGE_BYTES} bytes`,
    )
  const labels = await readLabels(labelFile, count)
  const pixels = sharedBytes(images.length)
  for (let i = 0; i < count; i++) {
    const planes = images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES)
    interleavePlanes(planes, pixels.subarray(i * IMAGE_BYTES), SHAPE, { columnMajor: true })
  }
  const id = (index: number) => `${part}_X.bin, image ${index}`
  return arrayPart({ pixels, shape: [count, ...SHAPE], labels, classNames, id })
}

/** The file counts classes from 1. */
async function readLabels(file: string, count: number): Promise<number[]> {
  const bytes = await readWholeFile(file)
  if (bytes.length !== count)
    throw corrupt(file, `holds ${bytes.length} labels for ${count} images`)
  const labels = Array.from(bytes, (byte) => byte - 1)
  checkClasses(labels, CLASSES, file, (i) => `byte ${i}, classes counted from 0`)
  return labels
}
