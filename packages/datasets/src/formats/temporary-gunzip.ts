/** Unpacks gzip files for readers that need a file to seek in. */
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { DataError } from '../data-error.ts'
import { corrupt, unreadable } from '../files/file-errors.ts'

/** An unpacked file. */
export interface TemporaryFile {
  readonly path: string
  remove(): Promise<void>
}

/**
 * @param options.maxBytes what the file may unpack to
 * @param options.folder where to put it
 * @throws DataError if the file is missing, not a whole gzip file or unpacks to more, or there is no space for it
 */
export async function temporaryGunzip(
  file: string,
  { maxBytes, folder }: { readonly maxBytes: number; readonly folder: string },
): Promise<TemporaryFile> {
  const own = await mkdtemp(join(folder, 'deepauc-')).catch((cause) => {
    throw unreadable(folder, cause)
  })
  const remove = () => rm(own, { recursive: true, force: true })
  const path = join(own, 'unpacked')
  try {
    const limited = limit(maxBytes, file)
    await pipeline(createReadStream(file), createGunzip(), limited, createWriteStream(path))
    return { path, remove }
  } catch (cause) {
    await remove()
    throw explain(cause, file, folder)
  }
}

function limit(maxBytes: number, file: string) {
  return async function* (chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    let length = 0
    for await (const chunk of chunks) {
      length += chunk.length
      if (length > maxBytes) throw corrupt(file, `unpacks to more than ${maxBytes} bytes`)
      yield chunk
    }
  }
}

function explain(cause: unknown, file: string, folder: string): DataError {
  const { code = '', message } = cause as NodeJS.ErrnoException
  if (code.startsWith('Z_')) return corrupt(file, `is not a whole gzip file (${message})`, cause)
  if (code !== 'ENOSPC') return unreadable(file, cause)
  const remedy = 'Make room there, choose another temporaryFolder, or unpack the file yourself'
  return new DataError(`has no space left to unpack ${file}`, { file: folder, remedy, cause })
}
