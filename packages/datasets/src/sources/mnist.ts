/** Reads a folder with the four files of MNIST, Fashion-MNIST or another set of that form. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { readIdx } from '../formats/idx.ts'
import type { ImageSet } from '../image-set.ts'

/**
 * The training and the test images in `directory`: `train-images-idx3-ubyte`, `train-labels-idx1-ubyte`,
 * `t10k-images-idx3-ubyte` and `t10k-labels-idx1-ubyte`, each with or without `.gz`, or with a dot before `idx`.
 *
 * @param options.classNames the name of each class, so that they can be chosen by name
 * @throws DataError if a file is missing or corrupt, or if images, labels and class names do not fit together
 */
export async function readMnist(
  directory: string,
  options: { readonly classNames?: readonly string[] } = {},
): Promise<{ train: ImageSet; test: ImageSet }> {
  const train = readPart(directory, 'train', options)
  const test = readPart(directory, 't10k', options)
  // If both parts are bad, the error is always the training part's.
  test.catch(() => {})
  return { train: await train, test: await test }
}

async function readPart(
  directory: string,
  part: 'train' | 't10k',
  options: { readonly classNames?: readonly string[] },
): Promise<ImageSet> {
  const imageFile = await find(directory, `${part}-images`, 'idx3-ubyte')
  const labelFile = await find(directory, `${part}-labels`, 'idx1-ubyte')
  const { shape, data: images } = await readIdx(imageFile)
  const { shape: labelShape, data: labels } = await readIdx(labelFile)
  const [n, h, w] = expectRank(shape, 3, imageFile) as [number, number, number]
  const [count] = expectRank(labelShape, 1, labelFile) as [number]
  if (count !== n)
    throw new DataError(`holds ${count} labels for the ${n} images in ${imageFile}`, {
      file: labelFile,
      remedy: 'Get both files from the same source',
    })
  if (options.classNames) checkLabels(labels, options.classNames, labelFile)
  return { images, shape: [n, h, w, 1], labels, ...options }
}

async function find(directory: string, stem: string, type: string): Promise<string> {
  for (const name of [`${stem}-${type}`, `${stem}.${type}`])
    for (const file of [join(directory, `${name}.gz`), join(directory, name)])
      if (await exists(file)) return file
  throw new DataError(`holds no ${stem}-${type}, plain or with .gz`, {
    file: directory,
    remedy: 'Name the folder that holds the four files of the set, or put the file there',
  })
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}

function expectRank(shape: readonly number[], rank: number, file: string): readonly number[] {
  if (shape.length === rank) return shape
  throw new DataError(`has ${shape.length} dimensions (byte 3) instead of ${rank}`, {
    file,
    remedy: 'Check that images and labels were not exchanged',
  })
}

function checkLabels(labels: Uint8Array, classNames: readonly string[], file: string): void {
  const at = labels.findIndex((label) => label >= classNames.length)
  if (at < 0) return
  throw new DataError(
    `gives image ${at} class ${labels[at]} (byte ${at + 8}), but there are ${classNames.length} classes`,
    { file, remedy: 'Get the file again, or give the names of all its classes' },
  )
}
