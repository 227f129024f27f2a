/** The two forms in which CIFAR's files are published. */
import { corrupt } from '../files/file-errors.ts'
import { readLines, readWholeFile } from '../files/whole-file.ts'
import { type PickleValue, unpickle } from '../formats/pickle.ts'
import type { PickledArray } from '../formats/pickle-numpy.ts'
import { rowMajor } from '../formats/row-major.ts'

/** The images of one file. */
interface CifarBatch {
  /** `[n]` */
  readonly labels: readonly number[]
  /** Image `index` as `[3, 32, 32]`. */
  planes(index: number): Uint8Array
  /** Where label `index` stands. */
  place(index: number): string
}

/** How to read files of images and of class names; both throw DataErrors. */
export interface CifarFormat {
  readBatch(file: string): Promise<CifarBatch>
  readNames(file: string): Promise<string[]>
}

const IMAGE_BYTES = 3 * 32 * 32

/** Records of `labelBytes` labels, of which the one at `labelAt` is read, and an image. */
export function binaryFormat(labelBytes: number, labelAt: number): CifarFormat {
  const size = labelBytes + IMAGE_BYTES
  return {
    readNames: readLines,
    async readBatch(file) {
      const bytes = await readWholeFile(file)
      if (bytes.length === 0) throw corrupt(file, 'is empty')
      const count = Math.floor(bytes.length / size)
      if (count * size !== bytes.length)
        throw corrupt(file, `ends at byte ${bytes.length}, inside record ${count} of ${size} bytes`)
      return {
        labels: Array.from({ length: count }, (_, i) => bytes.readUInt8(i * size + labelAt)),
        planes: (i) => bytes.subarray(i * size + labelBytes, (i + 1) * size),
        place: (i) => `byte ${i * size + labelAt}`,
      }
    },
  }
}

/** Pickled dictionaries with the images under `data`, and labels and names under the given keys. */
export function pickledFormat(labelKey: string, nameKey: string): CifarFormat {
  return {
    async readNames(file) {
      const names = listOf(await readDictionary(file), nameKey, file)
      return names.map((name) => {
        if (name instanceof Uint8Array) return Buffer.from(name).toString('latin1')
        throw corrupt(file, `has a name that is no string under "${nameKey}"`)
      })
    },
    async readBatch(file) {
      const dictionary = await readDictionary(file)
      const labels = listOf(dictionary, labelKey, file)
      const data = imagesOf(dictionary, labels.length, file)
      return {
        // What is no number becomes one that is no class.
        labels: labels.map((label) => (typeof label === 'number' ? label : Number.NaN)),
        planes: (i) => data.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES),
        place: (i) => `item ${i} of "${labelKey}"`,
      }
    },
  }
}

type Dictionary = ReadonlyMap<string, PickleValue>

async function readDictionary(file: string): Promise<Dictionary> {
  const value = unpickle(await readWholeFile(file), file)
  if (value instanceof Map) return value
  throw corrupt(file, 'holds no dictionary')
}

function listOf(dictionary: Dictionary, key: string, file: string): readonly PickleValue[] {
  const list = dictionary.get(key)
  if (!Array.isArray(list)) throw corrupt(file, `holds no list "${key}"`)
  return list
}

function imagesOf(dictionary: Dictionary, count: number, file: string): Uint8Array {
  const array = dictionary.get('data')
  if (!isArray(array)) throw corrupt(file, 'holds no array "data"')
  const { shape, columnMajor, data } = array
  if (shape.length !== 2 || shape[0] !== count || shape[1] !== IMAGE_BYTES)
    throw corrupt(
      file,
      `holds "data" of ${shape.join(' × ')} for ${count} labels, not ${count} × ${IMAGE_BYTES}`,
    )
  return columnMajor ? rowMajor(data, shape, new Uint8Array(data.length)) : data
}

function isArray(value: PickleValue | undefined): value is PickledArray {
  return typeof value === 'object' && value !== null && 'kind' in value
}
