/** Reads WebDataset: .tar shards in which files of one name but for the extension form a sample. */
import { readdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { DataError } from '../data-error.ts'
import { byCodePoint } from '../files/by-code-point.ts'
import { unreadable } from '../files/file-errors.ts'
import { indexTar, type TarMember } from '../formats/tar-index.ts'
import type { ImageSource } from '../source.ts'
import { classLabels } from './class-labels.ts'
import { encodedPart } from './encoded-part.ts'
import { noteOf } from './notes.ts'
import { groupByPart } from './part-of-name.ts'
import { groupSamples, readMember, type TarSample } from './tar-samples.ts'

/** Options of {@link readWebDataset}. */
export interface WebDatasetOptions {
  /** In order of preference; default jpg, jpeg, png, webp, ppm, pgm, tif, tiff. */
  readonly imageExtensions?: readonly string[]
  /** `'cls'` (default): the number in the member `.cls`. Else the key in the member `.json` with a number or name. */
  readonly label?: 'cls' | { readonly json: string }
  /** The name of each class, where labels are numbers. */
  readonly classNames?: readonly string[]
}

const IMAGE_EXTENSIONS = ['jpg', 'jpeg', 'png', 'webp', 'ppm', 'pgm', 'tif', 'tiff']

/**
 * The samples of `shards`, by the shards' names and in the order within. A shard belongs to the part that its name
 * tells by the word train, val or test; without one to `train`. Nothing is unpacked: members are read where they lie.
 *
 * @param shards the folder that holds the .tar files, or the files
 * @throws DataError if a shard is damaged or hostile, or a sample has no image or no label
 * @see https://github.com/webdataset/webdataset
 */
export async function readWebDataset(
  shards: string | readonly string[],
  options: WebDatasetOptions = {},
): Promise<ImageSource> {
  const rows: Row[] = []
  const others: string[] = []
  for (const shard of typeof shards === 'string' ? await shardsIn(shards) : shards) {
    const found = groupSamples(await indexTar(shard), shard)
    others.push(...found.others)
    for (const sample of found.samples) rows.push(await readRow(sample, options))
  }
  const { labels, classNames } = classLabels(
    rows.map(({ label }) => label),
    (index) => place(rows[index] as Row),
    options.classNames,
  )
  const numbered = rows.map((row, index) => ({ ...row, label: labels[index] as number }))
  const groups = Object.entries(groupByPart(numbered, ({ sample }) => basename(sample.shard)))
  return {
    name: 'webdataset',
    parts: Object.fromEntries(groups.map(([part, own]) => [part, partOf(own, classNames)])),
    notes: noteOf(others, 'file belongs to no sample', 'files belong to no sample'),
    close: async () => {},
  }
}

interface Row {
  readonly sample: TarSample
  readonly image: TarMember
  readonly label: number | string
}

async function shardsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((cause) => {
    throw unreadable(folder, cause)
  })
  const shards = names.filter((name) => name.endsWith('.tar') && !name.startsWith('.'))
  if (shards.length > 0) return shards.sort(byCodePoint).map((name) => join(folder, name))
  throw new DataError('holds no .tar file', {
    file: folder,
    remedy: 'Name the folder of the shards; unpack .tar.gz by gunzip first',
  })
}

async function readRow(
  sample: TarSample,
  { imageExtensions = IMAGE_EXTENSIONS, label = 'cls' }: WebDatasetOptions,
): Promise<Row> {
  const extension = imageExtensions.find((name) => sample.members.has(name))
  const image = memberOf(sample, extension, `image (.${imageExtensions.join(', .')})`)
  if (label === 'cls') return { sample, image, label: await numberIn(sample) }
  return { sample, image, label: await valueIn(sample, label.json) }
}

async function numberIn(sample: TarSample): Promise<number> {
  const text = await textOf(sample, 'cls')
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text)
  throw invalid(sample, `has no class number in .cls, but ${JSON.stringify(text.slice(0, 40))}`)
}

async function valueIn(sample: TarSample, key: string): Promise<number | string> {
  const value = parseObject(await textOf(sample, 'json'))[key]
  if (typeof value === 'number' || typeof value === 'string') return value
  throw invalid(sample, `has no number or name under ${JSON.stringify(key)} in .json`)
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const parsed = JSON.parse(text)
    return Object(parsed) === parsed ? parsed : {}
  } catch {
    return {}
  }
}

async function textOf(sample: TarSample, extension: string): Promise<string> {
  const bytes = await readMember(sample, memberOf(sample, extension, `label (.${extension})`))
  return Buffer.from(bytes).toString('utf8')
}

function memberOf(sample: TarSample, extension: string | undefined, what: string): TarMember {
  const member = sample.members.get(extension ?? '')
  if (member) return member
  throw invalid(sample, `has no ${what}, only .${[...sample.members.keys()].join(', .')}`)
}

function partOf(
  rows: readonly (Row & { readonly label: number })[],
  classNames: readonly string[] | undefined,
) {
  return encodedPart({
    labels: Float32Array.from(rows, ({ label }) => label),
    classNames,
    id: (index) => place(rows[index] as Row),
    read: (index) => {
      const { sample, image } = rows[index] as Row
      return readMember(sample, image)
    },
  })
}

function place({ sample, image }: Row): string {
  return `${sample.shard}/${image.name}`
}

function invalid({ shard, key }: TarSample, problem: string): DataError {
  return new DataError(`sample ${key} ${problem}`, {
    file: shard,
    remedy: 'Set `imageExtensions` and `label` to what the samples hold, or write the shard again',
  })
}
