/** Reads one part of a set of MedMNIST. */
import { basename } from 'node:path'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { readNpyHeader, readNpyNumbers, readNpyPixels } from '../formats/npy.ts'
import { hasPlainRows, openNpyRows } from '../formats/npy-rows.ts'
import type { NpySource } from '../formats/npy-source.ts'
import type { NpyArchive } from '../formats/npz.ts'
import type { SourcePart } from '../source.ts'
import { arrayPart } from './array-part.ts'
import { checkClasses } from './check-classes.ts'
import type { MedMnistInfo } from './medmnist-info.ts'

/** A part, and what it keeps open. */
export interface OpenPart {
  readonly part: SourcePart
  close(): Promise<void>
}

interface PartOptions {
  readonly file: string
  readonly info: MedMnistInfo | undefined
  readonly memoryLimit: number
}

/**
 * The arrays `PREFIX_images` and `PREFIX_labels`.
 *
 * @throws DataError as readMedMnist
 */
export async function readMedMnistPart(
  archive: NpyArchive,
  prefix: string,
  { file, info, memoryLimit }: PartOptions,
): Promise<OpenPart> {
  const images = await archive.open(`${prefix}_images`)
  const { shape: stored } = await readNpyHeader(images)
  const [n = 0, h = 0, w = 0, c = 1] = stored
  if (stored.length < 3 || stored.length > 4 || (c !== 1 && c !== 3))
    throw corrupt(images.file, `holds an array of ${stored.join(' × ')}, not grey or RGB images`)
  const labels = await readLabels(await archive.open(`${prefix}_labels`), n, info)
  const { pixels, close } = await openPixels(images, memoryLimit, file)
  const part = arrayPart({
    pixels,
    shape: [n, h, w, c],
    ...labels,
    id: (index) => `${basename(file)}, ${prefix}_images, image ${index}`,
  })
  return { part, close }
}

async function openPixels(source: NpySource, memoryLimit: number, file: string) {
  const header = await readNpyHeader(source)
  if (header.count <= memoryLimit) {
    const { data: pixels } = await readNpyPixels(source, memoryLimit)
    return { pixels, close: async () => {} }
  }
  if (hasPlainRows(source, header)) {
    const { row: pixels, close } = await openNpyRows(source, header)
    return { pixels, close }
  }
  const folder = basename(file, '.npz')
  throw new DataError(
    `needs ${header.count} bytes of memory, more than the limit of ${memoryLimit}`,
    {
      file: source.file,
      remedy: `Unpack it (unzip ${basename(file)} -d ${folder}) and name the folder ${folder}, or raise memoryLimit`,
    },
  )
}

async function readLabels(source: NpySource, count: number, info: MedMnistInfo | undefined) {
  const { shape, data: labels } = await readNpyNumbers(source)
  const [n, width = 1] = shape
  if (n !== count || shape.length > 2)
    throw corrupt(source.file, `holds ${shape.join(' × ')} labels for ${count} images`)
  const expected = info ? (info.findings?.length ?? 1) : width
  if (width !== expected)
    throw corrupt(source.file, `holds ${width} labels per image instead of ${expected}`)
  const classCount = width > 1 ? 2 : (info?.classNames?.length ?? 256)
  checkClasses(labels, classCount, source.file, (index) => `row ${Math.floor(index / width)}`)
  if (width === 1) return { labels, classNames: info?.classNames }
  return { labels, labelNames: info?.findings ?? unnamed(width) }
}

function unnamed(findings: number): string[] {
  return Array.from({ length: findings }, (_, index) => `finding ${index}`)
}
