/** Reads CIFAR-10 and CIFAR-100, in the binary version or the one for Python. */
import { basename, join } from 'node:path'
import { corrupt } from '../files/file-errors.ts'
import { findFolder } from '../files/find-folder.ts'
import { isFile } from '../files/whole-file.ts'
import { interleavePlanes } from '../formats/interleave-planes.ts'
import { sharedBytes } from '../shared-bytes.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { arrayPart, arraySource } from './array-part.ts'
import { checkClasses } from './check-classes.ts'
import { binaryFormat, type CifarFormat, pickledFormat } from './cifar-format.ts'
import { countNotes } from './count-notes.ts'

interface Version {
  readonly folder: string
  readonly train: readonly string[]
  readonly test: readonly string[]
  readonly names: string
  readonly format: CifarFormat
}

const SHAPE = [32, 32, 3] as const
const IMAGE_BYTES = 32 * 32 * 3
const BATCHES = [1, 2, 3, 4, 5].map((number) => `data_batch_${number}`)

/**
 * CIFAR-10 from `cifar-10-batches-bin` or `cifar-10-batches-py`, in `root` or `root` itself: `train` and `test`,
 * 32 × 32 RGB, the five batches of training images in their order.
 *
 * @throws DataError if there is no such folder, one of the five batches is missing, or a file is corrupt
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
export function readCifar10(root: string): Promise<ImageSource> {
  return readCifar(root, 'cifar10', 10, [
    {
      folder: 'cifar-10-batches-bin',
      train: BATCHES.map((batch) => `${batch}.bin`),
      test: ['test_batch.bin'],
      names: 'batches.meta.txt',
      format: binaryFormat(1, 0),
    },
    {
      folder: 'cifar-10-batches-py',
      train: BATCHES,
      test: ['test_batch'],
      names: 'batches.meta',
      format: pickledFormat('labels', 'label_names'),
    },
  ])
}

/**
 * CIFAR-100 from `cifar-100-binary` or `cifar-100-python`, in `root` or `root` itself: `train` and `test`, 32 × 32 RGB.
 *
 * @param options `labels`: the 100 classes (`'fine'`, the default) or the 20 groups of them (`'coarse'`)
 * @throws DataError if there is no such folder, or a file is corrupt
 * @see https://www.cs.toronto.edu/~kriz/cifar.html
 */
export function readCifar100(
  root: string,
  { labels = 'fine' }: { readonly labels?: 'fine' | 'coarse' } = {},
): Promise<ImageSource> {
  const [classes, labelAt] = labels === 'fine' ? [100, 1] : [20, 0]
  return readCifar(root, 'cifar100', classes, [
    {
      folder: 'cifar-100-binary',
      train: ['train.bin'],
      test: ['test.bin'],
      names: `${labels}_label_names.txt`,
      format: binaryFormat(2, labelAt),
    },
    {
      folder: 'cifar-100-python',
      train: ['train'],
      test: ['test'],
      names: 'meta',
      format: pickledFormat(`${labels}_labels`, `${labels}_label_names`),
    },
  ])
}

async function readCifar(
  root: string,
  name: string,
  classes: number,
  versions: readonly Version[],
): Promise<ImageSource> {
  const found = await findFolder(
    root,
    versions.map((version) => ({ ...version, files: [...version.train, ...version.test] })),
  )
  const { directory, known } = found
  const classNames = await readClassNames(join(directory, known.names), known.format, classes)
  const parts: Record<string, SourcePart> = {}
  for (const part of ['train', 'test'] as const) {
    const files = await completeFiles(known[part].map((file) => join(directory, file)))
    if (files.length > 0) parts[part] = await readPart(files, known.format, classes, classNames)
  }
  const notes = countNotes(parts, { train: 50_000, test: 10_000 })
  if (!classNames) notes.push(`There is no ${known.names}: the classes have no names.`)
  return arraySource(name, parts, notes)
}

async function readClassNames(
  file: string,
  format: CifarFormat,
  classes: number,
): Promise<string[] | undefined> {
  if (!(await isFile(file))) return undefined
  const names = await format.readNames(file)
  if (names.length === classes) return names
  throw corrupt(file, `holds ${names.length} names of classes instead of ${classes}`)
}

/** All of the files or none: a part with a hole is worse than no part. */
async function completeFiles(files: readonly string[]): Promise<readonly string[]> {
  const present = await Promise.all(files.map(isFile))
  const missing = files[present.indexOf(false)]
  if (!present.includes(true)) return []
  if (missing) throw corrupt(missing, 'does not exist, but others of its part do')
  return files
}

async function readPart(
  files: readonly string[],
  format: CifarFormat,
  classes: number,
  classNames: readonly string[] | undefined,
): Promise<SourcePart> {
  const rows: { planes: Uint8Array; label: number; id: string }[] = []
  for (const file of files) {
    const { labels, planes, place } = await format.readBatch(file)
    checkClasses(labels, classes, file, place)
    labels.forEach((label, i) => {
      rows.push({ planes: planes(i), label, id: `${basename(file)}, image ${i}` })
    })
  }
  const pixels = sharedBytes(rows.length * IMAGE_BYTES)
  rows.forEach(({ planes }, i) => {
    interleavePlanes(planes, pixels.subarray(i * IMAGE_BYTES), SHAPE)
  })
  const ids = rows.map(({ id }) => id)
  return arrayPart({
    pixels,
    shape: [rows.length, ...SHAPE],
    labels: rows.map(({ label }) => label),
    classNames,
    id: (index) => ids[index] as string,
  })
}
