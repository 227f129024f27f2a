/** Where an npy array comes from: a file, or an entry of an archive. */
import { createReadStream } from 'node:fs'
import { unreadable } from '../files/file-errors.ts'
import { withFile } from '../files/read-range.ts'

/** The bytes of an npy file. */
export interface NpySource {
  /** For messages. */
  readonly file: string
  /** How many bytes there are. */
  readonly size: number
  /** All of them, from the first; throws DataErrors. */
  chunks(): AsyncIterable<Uint8Array>
  /** Where they lie on the disk one after the other, if they do. */
  readonly place?: { readonly path: string; readonly start: number }
}

const CHUNK_BYTES = 2 ** 20

/** @throws DataError if there is no such file */
export async function npyFile(path: string): Promise<NpySource> {
  const size = await withFile(path, async (_, size) => size)
  return { file: path, size, chunks: () => fileChunks(path), place: { path, start: 0 } }
}

async function* fileChunks(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: CHUNK_BYTES })
  } catch (cause) {
    throw unreadable(path, cause)
  }
}
