/** Reads npz, NumPy's archives of arrays, and folders that such an archive was unpacked to. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import type { Entry } from 'yauzl'
import { DataError } from '../data-error.ts'
import { corrupt, unreadable } from '../files/file-errors.ts'
import { type NpySource, npyFile } from './npy-source.ts'
import { DEFLATED, openZipDirectory, STORED } from './zip-directory.ts'

/** Named arrays. */
export interface NpyArchive {
  /** Without `.npy`. */
  readonly names: readonly string[]
  /** @throws DataError if there is no such array, or it is not stored as NumPy does */
  open(name: string): Promise<NpySource>
  /** No more arrays can be opened; those that are open can still be read. */
  close(): Promise<void>
}

/** Deflate's best: 258 bytes from 2 bits. */
const MAX_INFLATION = 1032
const CHUNK_BYTES = 2 ** 20

/**
 * An npz archive, compressed or not. Its arrays are unpacked while they are read, and their checksums compared.
 *
 * @throws DataError if the package yauzl is not installed, or the file is missing or not such an archive
 */
export async function openNpz(file: string): Promise<NpyArchive> {
  const { entries, dataStart, close } = await openZipDirectory(file)
  const paths = [...entries.keys()].filter((path) => path.endsWith('.npy'))
  return {
    names: paths.map((path) => path.slice(0, -4)),
    async open(name) {
      const label = join(file, `${name}.npy`)
      const entry = entries.get(`${name}.npy`)
      if (!entry) throw corrupt(label, 'is not in the archive')
      checkEntry(entry, label)
      const place = { path: file, start: await dataStart(entry) }
      const chunks = () => entryChunks(place, entry, label)
      const source: NpySource = { file: label, size: entry.uncompressedSize, chunks }
      return entry.compressionMethod === STORED ? { ...source, place } : source
    },
    close,
  }
}

/**
 * A folder of npy files.
 *
 * @throws DataError if it cannot be read
 */
export async function openNpyFolder(folder: string): Promise<NpyArchive> {
  const files = await readdir(folder).catch((cause: unknown) => {
    throw unreadable(folder, cause)
  })
  return {
    names: files.filter((file) => file.endsWith('.npy')).map((file) => file.slice(0, -4)),
    open: (name) => npyFile(join(folder, `${name}.npy`)),
    close: async () => {},
  }
}

function checkEntry(entry: Entry, label: string): void {
  const { compressedSize, uncompressedSize, compressionMethod } = entry
  if (entry.isEncrypted() || ![STORED, DEFLATED].includes(compressionMethod))
    throw corrupt(label, 'is encrypted, or packed in a way that NumPy does not use')
  if (compressedSize === 0) throw corrupt(label, 'is empty')
  if (uncompressedSize > compressedSize * MAX_INFLATION)
    throw corrupt(label, `claims to unpack from ${compressedSize} to ${uncompressedSize} bytes`)
}

async function* entryChunks(
  { path, start }: { readonly path: string; readonly start: number },
  { compressedSize, compressionMethod, uncompressedSize, ...entry }: Entry,
  label: string,
): AsyncGenerator<Uint8Array> {
  const end = start + compressedSize - 1
  // Small arrays shall not take large buffers.
  const chunkSize = Math.max(64, Math.min(CHUNK_BYTES, uncompressedSize))
  const packed = createReadStream(path, { start, end, highWaterMark: chunkSize })
  // The callback is there because pipeline asks for one: errors surface where the chunks are read.
  const stream: AsyncIterable<Uint8Array> =
    compressionMethod === STORED
      ? packed
      : pipeline(packed, createInflateRaw({ chunkSize }), () => {})
  let [checksum, length] = [0, 0]
  try {
    for await (const chunk of stream) {
      length += chunk.length
      if (length > uncompressedSize)
        throw corrupt(label, `unpacks to more than ${uncompressedSize} bytes`)
      checksum = crc32(chunk, checksum)
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    throw corrupt(label, `cannot be unpacked (${(cause as Error).message})`, cause)
  }
  if (checksum !== entry.crc32) throw corrupt(label, 'does not have the checksum that it should')
}
