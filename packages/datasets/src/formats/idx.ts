/** Reads IDX, the file format of MNIST and its relatives, plain or gzip. */
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import type { DataError } from '../data-error.ts'
import { corrupt, unreadable } from '../files/file-errors.ts'
import { sharedBytes } from '../shared-bytes.ts'

/** The array in an IDX file. */
export interface IdxArray {
  readonly shape: readonly number[]
  /** All elements in row-major order, in shared memory. */
  readonly data: Uint8Array
}

const UNSIGNED_BYTES = 0x08
const MAX_BYTES = 2 ** 31
const CHUNK_BYTES = 2 ** 20

/**
 * The array of unsigned bytes in an IDX file: `00 00 08 d`, then d sizes of 4 bytes (big-endian), then the data.
 * Gzip is recognised by its first bytes, not by the name. Never allocates more than the file really holds.
 *
 * @throws DataError if the file is missing, unreadable, of another type, cut short, too long or larger than 2 GiB
 * @see http://yann.lecun.com/exdb/mnist
 */
export async function readIdx(file: string): Promise<IdxArray> {
  const chunks: Uint8Array[] = []
  let length = 0
  let header: Header | undefined
  try {
    for await (const chunk of contents(file)) {
      chunks.push(chunk)
      length += chunk.length
      header ??= parseHeader(Buffer.concat(chunks), file)
      // Stopping here bounds what a gzip bomb can inflate to.
      if (header && length > header.end) break
    }
  } catch (cause) {
    throw failure(file, cause)
  }
  const { shape, start } = checkLength(header, length, file)
  return { shape, data: joinFrom(start, chunks, length) }
}

async function* contents(file: string): AsyncGenerator<Uint8Array> {
  const handle = await open(file)
  try {
    const stream = handle.createReadStream({
      start: 0,
      autoClose: false,
      highWaterMark: CHUNK_BYTES,
    })
    // The callback is there because pipeline asks for one: errors surface where the chunks are read.
    yield* (await isGzip(handle))
      ? pipeline(stream, createGunzip({ chunkSize: CHUNK_BYTES }), () => {})
      : stream
  } finally {
    await handle.close()
  }
}

async function isGzip(handle: FileHandle): Promise<boolean> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(2), 0, 2, 0)
  return bytesRead === 2 && buffer.readUInt16BE() === 0x1f8b
}

interface Header {
  readonly shape: readonly number[]
  /** Where the data start and end. */
  readonly start: number
  readonly end: number
}

/** The header, or undefined while `bytes` hold only a part of it. */
function parseHeader(bytes: Buffer, file: string): Header | undefined {
  if (bytes.length < 4) return undefined
  if (bytes.readUInt16BE() !== 0) throw corrupt(file, 'is not an IDX file: bytes 0 and 1 are not 0')
  const [type, rank] = [bytes[2] as number, bytes[3] as number]
  if (type !== UNSIGNED_BYTES)
    throw corrupt(
      file,
      `holds elements of type 0x${type.toString(16)} (byte 2), not unsigned bytes (0x8)`,
    )
  if (rank === 0) throw corrupt(file, 'declares no dimensions (byte 3)')
  const start = 4 + 4 * rank
  if (bytes.length < start) return undefined
  const shape = Array.from({ length: rank }, (_, i) => bytes.readUInt32BE(4 + 4 * i))
  const empty = shape.indexOf(0)
  if (empty >= 0) throw corrupt(file, `declares dimension ${empty} as 0 (byte ${4 + 4 * empty})`)
  const end = shape.reduce((product, size) => product * size, 1) + start
  if (end > MAX_BYTES) throw corrupt(file, `declares ${shape.join(' × ')} bytes, more than 2 GiB`)
  return { shape, start, end }
}

function checkLength(header: Header | undefined, length: number, file: string): Header {
  if (!header) throw corrupt(file, `ends at byte ${length}, inside its header`)
  if (length < header.end) throw corrupt(file, `ends at byte ${length} of ${header.end}`)
  if (length > header.end)
    throw corrupt(file, `goes on after byte ${header.end}, where its data should end`)
  return header
}

/** The bytes of `chunks` from `start` on, in shared memory. */
function joinFrom(start: number, chunks: readonly Uint8Array[], length: number): Uint8Array {
  const joined = sharedBytes(length)
  let at = 0
  for (const chunk of chunks) {
    joined.set(chunk, at)
    at += chunk.length
  }
  return joined.subarray(start)
}

function failure(file: string, cause: unknown): DataError {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code?.startsWith('Z_')) return corrupt(file, `is not a whole gzip file (${message})`)
  return unreadable(file, cause)
}
