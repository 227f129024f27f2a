/** Reads Cats vs Dogs as LibAUC publishes it: two npy files. */
import { join } from 'node:path'
import { corrupt } from '../files/file-errors.ts'
import { findFolder } from '../files/find-folder.ts'
import { readNpyNumbers, readNpyPixels } from '../formats/npy.ts'
import { npyFile } from '../formats/npy-source.ts'
import type { ImageSource } from '../source.ts'
import { arrayPart, arraySource } from './array-part.ts'
import { checkClasses } from './check-classes.ts'
import { countNotes } from './count-notes.ts'

/** Options of {@link readCatsVsDogsNpy}. */
export interface CatsVsDogsNpyOptions {
  /** How many of the last images are the part `test`. Default: 5,000, as in LibAUC. */
  readonly testCount?: number
  /** The order of colours in the file. Default: `'rgb'`. */
  readonly channelOrder?: 'rgb' | 'bgr'
}

const DATA = 'cat_vs_dog_data.npy'

/**
 * Cats (0) and dogs (1) from `cat_vs_dog`, in `root` or `root` itself: `train`, and `test`, the last images. The numbers
 * may be of any type, if they are whole ones from 0 to 255.
 *
 * @throws RangeError if `testCount` is no whole number of at least 1
 * @throws DataError if there is no such folder, a file is corrupt, or there are no more than `testCount` images
 * @see LibAUC, libauc/datasets/cat_vs_dog.py
 */
export async function readCatsVsDogsNpy(
  root: string,
  { testCount = 5_000, channelOrder = 'rgb' }: CatsVsDogsNpyOptions = {},
): Promise<ImageSource> {
  if (!(Number.isInteger(testCount) && testCount > 0))
    throw new RangeError(`testCount must be an integer ≥ 1, got ${testCount}`)
  const { directory } = await findFolder(root, [{ folder: 'cat_vs_dog', files: [DATA] }])
  const file = join(directory, DATA)
  const { shape, data } = await readNpyPixels(await npyFile(file))
  const [n = 0, h = 0, w = 0, c] = shape
  if (shape.length !== 4 || c !== 3)
    throw corrupt(file, `holds an array of ${shape.join(' × ')}, not of n × h × w × 3`)
  if (n <= testCount)
    throw corrupt(file, `holds ${n} images, of which the last ${testCount} are for testing`)
  const labels = await readLabels(join(directory, 'cat_vs_dog_label.npy'), n)
  if (channelOrder === 'bgr') swapColours(data)
  const rows = (first: number, end: number) =>
    arrayPart({
      pixels: data.subarray(first * h * w * 3, end * h * w * 3),
      shape: [end - first, h, w, 3],
      labels: labels.subarray(first, end),
      classNames: ['cat', 'dog'],
      id: (index) => `${DATA}, image ${first + index}`,
    })
  const parts = { train: rows(0, n - testCount), test: rows(n - testCount, n) }
  return arraySource('cats-vs-dogs', parts, countNotes(parts, { train: 20_000, test: 5_000 }))
}

async function readLabels(file: string, count: number): Promise<Float64Array> {
  const { shape, data } = await readNpyNumbers(await npyFile(file))
  if (data.length !== count)
    throw corrupt(file, `holds ${shape.join(' × ')} labels for ${count} images`)
  checkClasses(data, 2, file, (index) => `label ${index}`)
  return data
}

function swapColours(pixels: Uint8Array): void {
  for (let i = 0; i < pixels.length; i += 3) {
    const first = pixels[i] as number
    pixels[i] = pixels[i + 2] as number
    pixels[i + 2] = first
  }
}
