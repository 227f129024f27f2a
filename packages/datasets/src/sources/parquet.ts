/** Reads image data sets in parquet files, as Hugging Face distributes them. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DataError } from '../data-error.ts'
import { byCodePoint } from '../files/by-code-point.ts'
import { corrupt, unreadable } from '../files/file-errors.ts'
import { type ImageColumns, imageColumns } from '../formats/parquet-columns.ts'
import { openParquet, type ParquetFile } from '../formats/parquet-file.ts'
import type { ImageSource, SourcePart } from '../source.ts'
import { classLabels } from './class-labels.ts'
import { encodedPart } from './encoded-part.ts'
import { groupByPart } from './part-of-name.ts'

/** Options of {@link readParquet}. */
export interface ParquetOptions {
  /** The column of images; default: the one column of structs with `bytes`. */
  readonly image?: string
  /** The column of labels; default: the one declared as `ClassLabel`, or called `label` or `labels`. */
  readonly label?: string
  /** The name of each class; default: those that the file declares. */
  readonly classNames?: readonly string[]
}

const CACHED_GROUPS = 2

/**
 * The rows of `files`, by the files' names and in the order within. A file belongs to the part that its name tells by
 * the word train, val or test; without one to `train`. Images are read one row group at a time: read them in order.
 *
 * @param files the folder that holds the .parquet files (or whose folder `data` does), or the files
 * @throws DataError if the package hyparquet is not installed, a file is damaged, or a column or label is not to be had
 * @see https://huggingface.co/docs/datasets/image_dataset
 */
export async function readParquet(
  files: string | readonly string[],
  options: ParquetOptions = {},
): Promise<ImageSource> {
  const paths = typeof files === 'string' ? await filesIn(files) : files
  const opened: ParquetFile[] = []
  const close = async () => void (await Promise.all(opened.map((file) => file.close())))
  try {
    for (const path of paths) opened.push(await openParquet(path))
    const parts: [string, SourcePart][] = []
    for (const [part, own] of Object.entries(groupByPart(opened, ({ file }) => basename(file))))
      parts.push([part, await readPart(own, options)])
    return { name: 'parquet', parts: Object.fromEntries(parts), notes: missingFiles(paths), close }
  } catch (error) {
    await close()
    throw error
  }
}

async function filesIn(folder: string): Promise<readonly string[]> {
  for (const candidate of [folder, join(folder, 'data')]) {
    const names = await readdir(candidate).catch((cause: NodeJS.ErrnoException) => {
      if (candidate === folder || cause.code !== 'ENOENT') throw unreadable(candidate, cause)
      return []
    })
    const found = names.filter((name) => name.endsWith('.parquet') && !name.startsWith('.'))
    if (found.length > 0) return found.sort(byCodePoint).map((name) => join(candidate, name))
  }
  throw new DataError('holds no .parquet file', {
    file: folder,
    remedy: 'Name the folder of the .parquet files',
  })
}

/** A row group, or where row `row` of it lies. */
interface Group {
  readonly file: ParquetFile
  readonly columns: ImageColumns
  readonly group: number
  /** The group's first row within the file and within the part. */
  readonly startInFile: number
  readonly start: number
}

async function readPart(
  files: readonly ParquetFile[],
  options: ParquetOptions,
): Promise<SourcePart> {
  const groups: Group[] = []
  const values: (number | string)[] = []
  for (const file of files) {
    const columns = imageColumns(file, options)
    let startInFile = 0
    for (const [group, rows] of file.groupRows.entries()) {
      groups.push({ file, columns, group, startInFile, start: values.length })
      for (const [row, value] of (await file.readColumn(group, columns.label)).entries())
        values.push(labelOf(value, `${file.file}, row ${startInFile + row}`))
      startInFile += rows
    }
  }
  const groupOf = (index: number) => groups.findLast(({ start }) => start <= index) as Group
  const place = (index: number) => {
    const { file, startInFile, start } = groupOf(index)
    return `${file.file}, row ${startInFile + index - start}`
  }
  const declared = groups[0]?.columns.classNames
  const readGroup = recent((at: Group) => at.file.readColumn(at.group, at.columns.image))
  return encodedPart({
    ...classLabels(values, place, options.classNames ?? declared),
    id: place,
    read: async (index) => {
      const at = groupOf(index)
      return imageOf((await readGroup(at))[index - at.start], place(index))
    },
  })
}

/** Hugging Face writes −1 where the label is withheld. */
function labelOf(value: unknown, place: string): number | string {
  if (value === null) return Number.NaN
  if (typeof value === 'string') return value
  if (value instanceof Uint8Array) return Buffer.from(value).toString('utf8')
  if (typeof value === 'object') throw corrupt(place, 'has a label that is neither number nor name')
  return Number(value) === -1 ? Number.NaN : Number(value)
}

/** A copy: what is read lies in one piece of memory with the other images of its row group. */
function imageOf(value: unknown, place: string): Uint8Array {
  const { bytes = value, path = null } = { ...(value as { bytes?: unknown; path?: unknown }) }
  if (bytes instanceof Uint8Array) return bytes.slice()
  throw corrupt(
    place,
    path === null ? 'has no image' : `has no image, but the path of one: ${path}`,
  )
}

/** `load`, with its last results kept. */
function recent<K, V>(load: (key: K) => Promise<V>): (key: K) => Promise<V> {
  const kept = new Map<K, Promise<V>>()
  return (key) => {
    const value = kept.get(key) ?? load(key)
    kept.delete(key)
    kept.set(key, value)
    for (const oldest of [...kept.keys()].slice(0, -CACHED_GROUPS)) kept.delete(oldest)
    return value
  }
}

/** By the names `train-00000-of-00002.parquet`. */
function missingFiles(paths: readonly string[]): readonly string[] {
  const found = new Map<string, number>()
  for (const path of paths) {
    const [, stem, total] = /^(.*)-\d{5}-of-(\d{5})\.parquet$/.exec(basename(path)) ?? []
    const set = `${stem}-*-of-${total}.parquet`
    if (total) found.set(set, (found.get(set) ?? 0) + 1)
  }
  return [...found].flatMap(([set, count]) => {
    const total = Number(set.slice(-13, -8))
    return count < total ? [`Of ${set} there are ${count} of ${total} files.`] : []
  })
}
