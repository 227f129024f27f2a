/** Reads single files out of a .zip without unpacking it. */
import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import type { Entry } from 'yauzl'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { MAX_ITEM_BYTES, readRange, withFile } from '../files/read-range.ts'
import type { FoundFile } from '../files/walk-files.ts'
import { DEFLATED, openZipDirectory, STORED, type ZipDirectory } from './zip-directory.ts'

export interface ZipArchive {
  /** In the order of the archive; folders are left out. */
  readonly files: readonly FoundFile[]
  /** @throws DataError if there is no such file, or it is corrupt, encrypted or suspiciously large */
  read(path: string): Promise<Uint8Array>
  close(): Promise<void>
}

// Deflate reaches 1032; photographs stay near 1. Small files may be blank pictures.
const MAX_RATIO = 200
const SMALL_BYTES = 2 ** 20
const inflate = promisify<Uint8Array, object, Uint8Array>(inflateRaw)

/**
 * The archive in `file`, also larger than 4 GiB (ZIP64). Nothing is ever written to disk.
 *
 * @throws DataError if the package yauzl is not installed, or the file is no zip, is damaged, or names absolute paths,
 *   `..`, links or one path twice
 */
export async function openZip(file: string): Promise<ZipArchive> {
  const directory = await openZipDirectory(file)
  const { entries, close } = directory
  return {
    files: [...entries].map(([path, entry]) => ({ path, size: entry.uncompressedSize })),
    read: (path) => readEntry(directory, file, path),
    close,
  }
}

async function readEntry(
  { entries, dataStart }: ZipDirectory,
  file: string,
  path: string,
): Promise<Uint8Array> {
  const place = `${file}/${path}`
  const entry = entries.get(path)
  if (!entry) throw new DataError('does not exist', { file: place, remedy: 'Check the path' })
  checkEntry(entry, place)
  const { compressedSize, uncompressedSize } = entry
  const start = await dataStart(entry)
  const packed = await withFile(file, (handle) => readRange(handle, start, compressedSize, file))
  const bytes = entry.compressionMethod === STORED ? packed : await unpack(packed, entry, place)
  if (bytes.length !== uncompressedSize)
    throw corrupt(place, `holds ${bytes.length} bytes instead of ${uncompressedSize}`)
  if (crc32(bytes) !== entry.crc32)
    throw corrupt(place, 'does not have the checksum that it should')
  return bytes
}

function checkEntry(entry: Entry, place: string): void {
  const { compressedSize, uncompressedSize, compressionMethod } = entry
  const remedy = 'Unpack the archive'
  if (entry.isEncrypted()) throw new DataError('is encrypted', { file: place, remedy })
  if (compressionMethod !== STORED && compressionMethod !== DEFLATED)
    throw new DataError(`is packed by method ${compressionMethod}`, { file: place, remedy })
  const tooDense = uncompressedSize > SMALL_BYTES && uncompressedSize > MAX_RATIO * compressedSize
  if (Math.max(compressedSize, uncompressedSize) > MAX_ITEM_BYTES || tooDense)
    throw corrupt(
      place,
      `claims to unpack ${compressedSize} bytes to ${uncompressedSize}, like a decompression bomb`,
    )
}

/** `maxOutputLength` ends a bomb as soon as it exceeds what it declared. */
async function unpack(
  packed: Uint8Array,
  { uncompressedSize }: Entry,
  place: string,
): Promise<Uint8Array> {
  return inflate(packed, { maxOutputLength: Math.max(1, uncompressedSize) }).catch((cause) => {
    throw corrupt(place, `cannot be unpacked (${cause.message})`, cause)
  })
}
