/** The two forms in which DDSM+ comes: TFRecords of raw pixels, and arrays. */
import { basename, join } from 'node:path'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { isFile } from '../files/whole-file.ts'
import { readNpyHeader, readNpyNumbers, readNpyPixels } from '../formats/npy.ts'
import { hasPlainRows, openNpyRows } from '../formats/npy-rows.ts'
import { npyFile } from '../formats/npy-source.ts'
import { decodeTfExample, type TfExample } from '../formats/tf-example.ts'
import { openTfRecords, type TfRecordFile } from '../formats/tfrecord.ts'
import { checkClasses } from './check-classes.ts'

export interface DdsmRows {
  /** 0 … 4 */
  readonly labels: readonly number[]
  id(index: number): string
  pixels(index: number): Promise<Uint8Array>
  close(): Promise<void>
}

const SIZE = 299
const CLASSES = 5

/** The training images; undefined if there are none. */
export async function openDdsmRecords(root: string): Promise<DdsmRows | undefined> {
  const opened: DdsmRows[] = []
  try {
    for (const n of [0, 1, 2, 3, 4]) {
      const name = `training10_${n}.tfrecords`
      const file = await findIn(root, [join(`training10_${n}`, name), name])
      if (file) opened.push(await openRecordFile(file))
    }
  } catch (cause) {
    await joined(opened).close()
    throw cause
  }
  return opened.length > 0 ? joined(opened) : undefined
}

/** The test images: cv10, then test10; undefined if there are neither. */
export async function openDdsmArrays(root: string): Promise<DdsmRows | undefined> {
  const files = await findArrays(root)
  const opened: DdsmRows[] = []
  try {
    for (const { data, labels } of files) opened.push(await openArray(data, labels))
  } catch (cause) {
    await joined(opened).close()
    throw cause
  }
  return opened.length > 0 ? joined(opened) : undefined
}

async function findArrays(root: string): Promise<{ data: string; labels: string }[]> {
  const wanted = ['cv10', 'test10'].map((name) => {
    const folder = `${name}_data`
    const [data, labels] = [`${name}_data.npy`, `${name}_labels.npy`]
    // Some programs unpack the labels into the folder of the data.
    return { data: [join(folder, data), data], labels: [labels, join(folder, labels)] }
  })
  const names = wanted.flatMap(({ data, labels }) => [data, labels])
  const found = await Promise.all(names.map((places) => findIn(root, places)))
  const [cvData, cvLabels, testData, testLabels] = found
  if (cvData && cvLabels && testData && testLabels)
    return [
      { data: cvData, labels: cvLabels },
      { data: testData, labels: testLabels },
    ]
  if (!found.some(Boolean)) return []
  throw new DataError(
    `holds no ${names[found.indexOf(undefined)]?.[0]}, which the test set needs`,
    {
      file: root,
      remedy: 'Put data and labels of both cv10 and test10 there',
    },
  )
}

async function findIn(root: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) if (await isFile(join(root, name))) return join(root, name)
  return undefined
}

async function openRecordFile(file: string): Promise<DdsmRows> {
  const records = await openTfRecords(file)
  try {
    const labels: number[] = []
    for (let i = 0; i < records.count; i++)
      labels.push((await readExample(records, i, file)).integer('label'))
    checkClasses(labels, CLASSES, file, (i) => `record ${i}`)
    return {
      labels,
      id: (index) => `${basename(file)}, record ${index}`,
      pixels: async (index) => (await readExample(records, index, file)).bytes('image'),
      close: () => records.close(),
    }
  } catch (cause) {
    await records.close()
    throw cause
  }
}

async function readExample(
  records: TfRecordFile,
  record: number,
  file: string,
): Promise<TfExample> {
  const example = decodeTfExample(await records.record(record), { file, record })
  const { length } = example.bytes('image')
  if (length === SIZE * SIZE) return example
  throw corrupt(file, `holds ${length} pixels in record ${record} instead of ${SIZE} × ${SIZE}`)
}

async function openArray(dataFile: string, labelFile: string): Promise<DdsmRows> {
  const source = await npyFile(dataFile)
  const header = await readNpyHeader(source)
  const [count = 0, h, w, c = 1] = header.shape
  if (h !== SIZE || w !== SIZE || c !== 1 || header.shape.length > 4)
    throw corrupt(dataFile, `holds ${header.shape.join(' × ')} numbers, not n × ${SIZE} × ${SIZE}`)
  const { data, shape } = await readNpyNumbers(await npyFile(labelFile))
  if (data.length !== count)
    throw corrupt(labelFile, `holds ${shape.join(' × ')} labels for ${count} images`)
  checkClasses(data, CLASSES, labelFile, (i) => `row ${i}`)
  const rows = hasPlainRows(source, header)
    ? await openNpyRows(source, header)
    : rowsInMemory((await readNpyPixels(source)).data)
  return {
    labels: [...data],
    id: (index) => `${basename(dataFile)}, image ${index}`,
    pixels: rows.row,
    close: rows.close,
  }
}

function rowsInMemory(pixels: Uint8Array) {
  return {
    row: async (index: number) => pixels.subarray(index * SIZE ** 2, (index + 1) * SIZE ** 2),
    close: async () => {},
  }
}

function joined(pieces: readonly DdsmRows[]): DdsmRows {
  const find = (index: number): [DdsmRows, number] => {
    let at = index
    for (const piece of pieces) {
      if (at < piece.labels.length) return [piece, at]
      at -= piece.labels.length
    }
    throw new RangeError(`there is no row ${index}`)
  }
  return {
    labels: pieces.flatMap(({ labels }) => labels),
    id(index) {
      const [piece, at] = find(index)
      return piece.id(at)
    },
    async pixels(index) {
      const [piece, at] = find(index)
      return piece.pixels(at)
    },
    async close() {
      await Promise.all(pieces.map((piece) => piece.close()))
    },
  }
}
