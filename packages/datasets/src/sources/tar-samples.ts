/** Groups the files of a .tar shard into WebDataset's samples. */
import { DataError } from '../data-error.ts'
import { MAX_ITEM_BYTES, readRange, withFile } from '../files/read-range.ts'
import type { TarMember } from '../formats/tar-index.ts'

/** Files whose names differ after the first dot of the base name only. */
export interface TarSample {
  readonly shard: string
  /** The common start of the names. */
  readonly key: string
  /** By extension, lower case. */
  readonly members: ReadonlyMap<string, TarMember>
}

/** WebDataset's own rule: `folder/0001.left.png` is the member `left.png` of sample `folder/0001`. */
const NAME = /^((?:.*\/)?[^./][^./]*)\.([^/]+)$/

/**
 * The samples of a shard in its order, and the names of the files that belong to none: those without extension, of
 * hidden names, or WebDataset's own `__…__`.
 *
 * @throws DataError if a sample has two files of one extension, or goes on after another began
 */
export function groupSamples(
  members: readonly TarMember[],
  shard: string,
): { samples: readonly TarSample[]; others: readonly string[] } {
  const samples = new Map<string, Map<string, TarMember>>()
  const others: string[] = []
  let current: string | undefined
  for (const member of members) {
    const [, key, extension] = NAME.exec(member.name.replace(/^(\.\/)+/, '')) ?? []
    if (key === undefined || extension === undefined || /(^|\/)__[^/]*__$/.test(key)) {
      others.push(`${shard}/${member.name}`)
      continue
    }
    if (key !== current && samples.has(key)) throw twice(shard, key, 'goes on after others')
    current = key
    addMember(samples, key, extension.toLowerCase(), member, shard)
  }
  return {
    samples: [...samples].map(([key, found]) => ({ shard, key, members: found })),
    others,
  }
}

/** @throws DataError if the shard has changed since it was listed, or the member is too large for one item */
export async function readMember(
  { shard, key }: TarSample,
  { name, offset, size }: TarMember,
): Promise<Uint8Array> {
  if (size > MAX_ITEM_BYTES)
    throw new DataError(`sample ${key}: ${name} holds ${size} bytes, too many for one item`, {
      file: shard,
      remedy: 'Remove the sample',
    })
  return withFile(shard, (handle) => readRange(handle, offset, size, shard))
}

function addMember(
  samples: Map<string, Map<string, TarMember>>,
  key: string,
  extension: string,
  member: TarMember,
  shard: string,
): void {
  const sample = samples.get(key) ?? new Map<string, TarMember>()
  if (sample.has(extension)) throw twice(shard, key, `has two files .${extension}`)
  samples.set(key, sample.set(extension, member))
}

function twice(shard: string, key: string, problem: string): DataError {
  return new DataError(`sample ${key} ${problem}`, {
    file: shard,
    remedy: 'Write the shard again with one name per sample',
  })
}
