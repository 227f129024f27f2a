import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { fuzzCount } from '../../../test/fuzz-count.ts'
import type { ImageSource, SourcePart } from '../src/source.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { readOrRefuse } from './fixtures.ts'
import { mutants } from './mutants.ts'

/** What tools/golden/fixtures_containers.py says of its fixtures. */
export const golden: Golden = JSON.parse(
  readFileSync(join(import.meta.dirname, 'golden', 'containers.json'), 'utf8'),
)

export interface StoredRow {
  readonly label: number
  /** The SHA-256 of the image file. */
  readonly image: string
}

interface Golden {
  readonly images: Record<string, { grey: boolean; rgb: string; luminance: string }>
  readonly resized: {
    shape: [number, number, number]
    size: [number, number]
    input: string
    png: string
    output: number[]
  }[]
  readonly zip: { 'pet-images.zip': Record<string, string>; 'kaggle.zip': string[] }
  readonly webdataset: Record<string, (StoredRow & { id: string })[]> & {
    long: string
    longImage: string
  }
  readonly parquet: Record<string, StoredRow[]> & { booleans: string[] }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The image file of row `index`. */
export async function encodedImage(part: SourcePart | undefined, index: number) {
  const image = await part!.image(index)
  if (!('encoded' in image)) throw new Error('the image is not encoded')
  return image.encoded
}

/** Labels, −1 for those that are not known, and hashes of image files. */
export async function rowsOf(part: SourcePart | undefined): Promise<StoredRow[]> {
  return Promise.all(
    Array.from(part!.labels, async (label, index) => ({
      label: Number.isNaN(label) ? -1 : label,
      image: sha256(await encodedImage(part, index)),
    })),
  )
}

export interface MutantReads {
  /** How many sources could be opened, and how many of their images read. */
  readonly opened: number
  readonly images: number
  /** How many images are, bit for bit, some image of the undamaged file. */
  readonly unchanged: number
}

/**
 * Reads damaged copies of `file` and all their images. Anything thrown but a DataError fails the test, as do labels
 * that are not classes.
 */
export async function readMutants(
  file: string,
  count: number,
  seed: number,
  read: (file: string) => Promise<ImageSource>,
  name = 'mutant',
): Promise<MutantReads> {
  const intact = new Set<string>()
  const source = await read(file)
  for (const part of Object.values(source.parts))
    for (const { image } of await rowsOf(part)) intact.add(image)
  await source.close()
  const folder = temporaryFolder()
  const reads = { opened: 0, images: 0, unchanged: 0 }
  for (const mutant of mutants(readFileSync(file), fuzzCount(count), seed)) {
    const damaged = await readOrRefuse(() => read(fileOf(mutant, name, folder)))
    if (!damaged) continue
    reads.opened++
    for (const part of Object.values(damaged.parts)) await readAll(part, intact, reads)
    await damaged.close()
  }
  return reads
}

async function readAll(
  part: SourcePart,
  intact: ReadonlySet<string>,
  reads: { images: number; unchanged: number },
) {
  expect(part.count).toBeLessThan(100)
  expect(part.labels.length).toBe(part.count)
  const classes = part.classNames?.length ?? 2 ** 24
  for (const [index, label] of part.labels.entries()) {
    expect(Number.isNaN(label) || (label >= 0 && label < classes)).toBe(true)
    const image = await readOrRefuse(() => encodedImage(part, index))
    if (!image) continue
    reads.images++
    if (intact.has(sha256(image))) reads.unchanged++
  }
}
