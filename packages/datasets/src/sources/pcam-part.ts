/** Reads one part of PatchCamelyon. */
import { basename } from 'node:path'
import { corrupt, unreadable } from '../files/file-errors.ts'
import { isFile } from '../files/whole-file.ts'
import type { Hdf5, Hdf5Array } from '../formats/hdf5.ts'
import { temporaryGunzip } from '../formats/temporary-gunzip.ts'
import type { SourcePart } from '../source.ts'
import { arrayPart } from './array-part.ts'
import { checkClasses } from './check-classes.ts'

/** A part, and what removes the files that it unpacked. */
export interface PcamPart {
  readonly part: SourcePart
  close(): Promise<void>
}

export interface PcamFiles {
  readonly labels: string
  readonly images: string
}

/** What reads the files, and where those that are gzipped are unpacked to. */
export interface PcamReader {
  readonly hdf5: Hdf5
  readonly temporaryFolder: string
}

const SHAPE = [96, 96, 3] as const
const IMAGE_BYTES = 96 * 96 * 3
/** Of the largest part as published. */
const MAX_IMAGES = 262_144
/** What a file may hold besides. */
const MAX_EXTRA_BYTES = 2 ** 24
/** Of images read at once, which spares a chunk of many from being unpacked for each. */
const MIN_ROWS = 64
const MAX_ROWS = 1024

/** @throws DataError as readPatchCamelyon */
export async function openPcamPart(files: PcamFiles, reader: PcamReader): Promise<PcamPart> {
  const labels = await readLabels(files.labels, reader)
  if (!(await isFile(files.images))) throw unreadable(files.images, { code: 'ENOENT' })
  let images: Promise<OpenImages> | undefined
  const open = () => {
    images ??= openImages(files.images, labels.length, reader)
    return images
  }
  // What costs little is checked at once.
  if (!files.images.endsWith('.gz')) await open()
  const part = arrayPart({
    pixels: async (index) => (await open()).image(index),
    shape: [labels.length, ...SHAPE],
    labels,
    classNames: ['normal', 'tumour'],
    id: (index) => `${basename(files.images)}, image ${index}`,
  })
  // What could not be opened has removed its traces.
  return { part, close: async () => (await images?.catch(() => undefined))?.remove() }
}

async function readLabels(file: string, reader: PcamReader): Promise<Uint8Array> {
  const { array, remove } = await openArray(file, 'y', MAX_IMAGES, reader)
  try {
    const [count = 0, ...rest] = array.shape
    if (count < 1 || count > MAX_IMAGES || rest.some((size) => size !== 1))
      throw corrupt(file, `holds ${array.shape.join(' × ')} labels, not n × 1 × 1 × 1`)
    const labels = await array.rows(0, count)
    checkClasses(labels, 2, file, (i) => `row ${i}`)
    await array.close()
    return labels
  } finally {
    await remove()
  }
}

interface OpenImages {
  image(index: number): Promise<Uint8Array>
  remove(): Promise<void>
}

async function openImages(file: string, count: number, reader: PcamReader): Promise<OpenImages> {
  const { array, remove } = await openArray(file, 'x', count * IMAGE_BYTES, reader)
  const expected = [count, ...SHAPE].join(' × ')
  if (array.shape.join(' × ') !== expected) {
    await remove()
    throw corrupt(file, `holds ${array.shape.join(' × ')} bytes instead of ${expected}`)
  }
  const step = Math.min(Math.max(array.chunkRows, MIN_ROWS), MAX_ROWS)
  let first = -1
  let block: Promise<Uint8Array> = Promise.resolve(new Uint8Array())
  return {
    async image(index) {
      const start = index - (index % step)
      if (start !== first) block = array.rows(start, Math.min(start + step, count))
      first = start
      const at = (index - start) * IMAGE_BYTES
      return (await block).slice(at, at + IMAGE_BYTES)
    },
    remove,
  }
}

/** Array `name` of a file that may be gzipped, and what removes the unpacked file. */
async function openArray(
  file: string,
  name: string,
  bytes: number,
  { hdf5, temporaryFolder: folder }: PcamReader,
): Promise<{ array: Hdf5Array; remove: () => Promise<void> }> {
  if (!file.endsWith('.gz')) return { array: await hdf5.open(file, name), remove: async () => {} }
  const unpacked = await temporaryGunzip(file, { maxBytes: bytes + MAX_EXTRA_BYTES, folder })
  try {
    return { array: await hdf5.open(unpacked.path, name), remove: unpacked.remove }
  } catch (cause) {
    await unpacked.remove()
    throw cause
  }
}
