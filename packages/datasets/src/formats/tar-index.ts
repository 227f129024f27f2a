/** Lists the files in a .tar, so that each can be read where it lies. */
import type { FileHandle } from 'node:fs/promises'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { readRange, withFile } from '../files/read-range.ts'
import { parsePax, parseTarHeader, TAR_BLOCK, type TarEntry, zeroEnded } from './tar-header.ts'

/** A file within the archive. */
export interface TarMember {
  readonly name: string
  /** Where its data start. */
  readonly offset: number
  readonly size: number
}

const MAX_EXTENSION_BYTES = 2 ** 20
const MAX_PADDING_BYTES = 2 ** 20
/** `x`: pax, for the next entry; `g`: pax, for all, none of which concerns us; `L`, `K`: GNU's long names. */
const EXTENSIONS = ['x', 'g', 'L', 'K']
const FILES = ['0', '\0', '7']
const FOLDER = '5'

/**
 * The files in archive `file` (ustar, pax or GNU), in its order; folders are left out.
 *
 * @throws DataError if the archive is damaged, cut short or packed by gzip, or holds links, devices, or names that are
 * absolute or contain `..`
 */
export async function indexTar(file: string): Promise<readonly TarMember[]> {
  return withFile(file, async (handle, fileSize) => {
    const tar = { handle, fileSize, file }
    const members: TarMember[] = []
    for (let at = 0; ; ) {
      const entry = await readEntry(tar, at)
      if (!entry) return members
      const { name, size, type, offset } = entry
      if (FILES.includes(type)) members.push({ name, offset, size })
      at = endOf(entry)
    }
  })
}

interface OpenTar {
  readonly handle: FileHandle
  readonly fileSize: number
  readonly file: string
}

interface Placed extends TarEntry {
  readonly offset: number
}

function endOf({ offset, size }: Placed): number {
  return offset + Math.ceil(size / TAR_BLOCK) * TAR_BLOCK
}

/**
 * The file or folder at byte `at`, with what the headers before it say of it in place of its own words; undefined at
 * the archive's end.
 */
async function readEntry(
  tar: OpenTar,
  at: number,
  extended?: Partial<TarEntry>,
): Promise<Placed | undefined> {
  const header = await readHeader(tar, at)
  if (!header && extended)
    throw corrupt(tar.file, `describes a file that does not follow (byte ${at})`)
  if (!header) return undefined
  const isExtension = EXTENSIONS.includes(header.type)
  const entry = isExtension ? header : { ...header, ...extended }
  if (entry.size > tar.fileSize - entry.offset)
    throw corrupt(tar.file, `gives ${entry.name} ${entry.size} bytes (byte ${at}), past its end`)
  if (!isExtension) return checkEntry(tar.file, entry)
  return readEntry(tar, endOf(entry), { ...extended, ...(await readExtension(tar, entry)) })
}

/** The header at byte `at`; undefined at the archive's end. */
async function readHeader(tar: OpenTar, at: number): Promise<Placed | undefined> {
  const { handle, fileSize, file } = tar
  if (at + TAR_BLOCK > fileSize)
    throw corrupt(file, `ends at byte ${fileSize} without the mark of its end: it was cut short`)
  const block = await readRange(handle, at, TAR_BLOCK, file)
  if (at === 0 && block.readUInt16BE() === 0x1f8b)
    throw new DataError('is packed by gzip', { file, remedy: 'Unpack it by `gunzip` first' })
  if (block.some((byte) => byte !== 0))
    return { ...parsed(file, at, () => parseTarHeader(block)), offset: at + TAR_BLOCK }
  await checkPadding(tar, at)
  return undefined
}

async function readExtension(
  { handle, file }: OpenTar,
  { type, size, offset }: Placed,
): Promise<Partial<TarEntry>> {
  if (size > MAX_EXTENSION_BYTES)
    throw corrupt(file, `has a header of ${size} bytes (byte ${offset})`)
  const bytes = await readRange(handle, offset, size, file)
  if (type === 'L') return { name: zeroEnded(bytes) }
  return type === 'x' ? parsed(file, offset, () => parsePax(bytes)) : {}
}

function parsed<T>(file: string, at: number, parse: () => T): T {
  try {
    return parse()
  } catch (cause) {
    throw corrupt(file, `has a header ${(cause as Error).message} (byte ${at})`, cause)
  }
}

/** An archive appended to another would be lost without a word. */
async function checkPadding({ handle, fileSize, file }: OpenTar, at: number): Promise<void> {
  const length = fileSize - at
  if (length <= MAX_PADDING_BYTES) {
    const padding = await readRange(handle, at, length, file)
    if (padding.every((byte) => byte === 0)) return
  }
  throw corrupt(file, `goes on after byte ${at}, where it ends by its own mark`)
}

function checkEntry(file: string, entry: Placed): Placed {
  const { name, type, offset } = entry
  const at = `(byte ${offset - TAR_BLOCK})`
  if (type !== FOLDER && !FILES.includes(type))
    throw refused(file, `holds a link or device, ${name} of type ${JSON.stringify(type)} ${at}`)
  const absolute = /^[/\\]|^[a-z]:/i.test(name)
  if (absolute || name === '' || name.includes('\0') || name.split(/[/\\]/).includes('..'))
    throw refused(file, `names a path outside of it, ${JSON.stringify(name)} ${at}`)
  return entry
}

function refused(file: string, problem: string): DataError {
  return new DataError(problem, { file, remedy: 'Pack plain files under relative names' })
}
