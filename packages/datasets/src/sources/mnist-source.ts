/** MNIST, Fashion-MNIST and their like as a data set like the others. */

import type { ImageSet } from '../image-set.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { type ArrayPart, arrayPart, arraySource } from './array-part.ts'
import { countNotes } from './count-notes.ts'
import { readMnist } from './mnist.ts'

/**
 * The parts `train` and `test` in the four IDX files of `root`.
 *
 * @param options `name`, by default `'mnist'`
 * @throws DataError as {@link readMnist}
 */
export async function readMnistSource(
  root: string,
  {
    name = 'mnist',
    ...options
  }: { readonly name?: string; readonly classNames?: readonly string[] } = {},
): Promise<ImageSource> {
  const { train, test } = await readMnist(root, options)
  const parts = { train: part(train, 'train-images'), test: part(test, 't10k-images') }
  return arraySource(name, parts, countNotes(parts, { train: 60_000, test: 10_000 }))
}

function part({ images, ...set }: ImageSet, file: string): SourcePart {
  const content: ArrayPart = { ...set, pixels: images, id: (index) => `${file}, image ${index}` }
  return arrayPart(content)
}
