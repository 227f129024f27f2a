/** Opens zip archives: what is in them, and where. */
import type { FileHandle } from 'node:fs/promises'
import type { Entry, RandomAccessReader } from 'yauzl'
import { DataError } from '../data-error.ts'
import { corrupt } from '../files/file-errors.ts'
import { requirePackage } from '../files/optional-package.ts'
import { openFile, readRange } from '../files/read-range.ts'

export interface ZipDirectory {
  /** By path, in the order of the archive; folders are left out. */
  readonly entries: ReadonlyMap<string, Entry>
  /** The byte at which the data of an entry start; all of them lie in the file. @throws DataError if not */
  dataStart(entry: Entry): Promise<number>
  close(): Promise<void>
}

/** Of an entry's compression. */
export const STORED = 0
export const DEFLATED = 8

const FILE_TYPE = 0o170000
const LINK = 0o120000

/**
 * The directory of the archive in `file`, which may be larger than 4 GiB (ZIP64).
 *
 * @throws DataError if the package yauzl is not installed, `file` is missing, is no zip, is damaged, or names absolute
 *   paths, `..`, links or one path twice
 */
export async function openZipDirectory(file: string): Promise<ZipDirectory> {
  const yauzl = await requirePackage('yauzl', () => import('yauzl'))
  const handle = await openFile(file)
  const fail = (cause: unknown): never => {
    throw damaged(file, cause)
  }
  try {
    const { size } = await handle.stat()
    // The types call the class abstract, which JavaScript does not know.
    const Reader = yauzl.RandomAccessReader as unknown as new () => RandomAccessReader
    const reader = readWith(new Reader(), handle, size, file)
    const zip = await yauzl.fromRandomAccessReaderPromise(reader, size, { autoClose: false })
    const entries = await listEntries(zip.eachEntry())
    return {
      entries,
      dataStart: async (entry) =>
        (await zip.readLocalFileHeaderPromise(entry, { minimal: true }).catch(fail)).fileDataStart,
      close: () => handle.close(),
    }
  } catch (cause) {
    await handle.close()
    return fail(cause)
  }
}

/** A reader that, unlike yauzl's own, survives offsets beyond what the system can seek to. */
function readWith(
  reader: RandomAccessReader,
  handle: FileHandle,
  size: number,
  file: string,
): RandomAccessReader {
  reader.read = (buffer, offset, length, position, done) => {
    if (!(position >= 0 && position + length <= size)) {
      done(new Error(`it points to byte ${position + length} of ${size}`))
      return
    }
    readRange(handle, position, length, file)
      .then((bytes) => void bytes.copy(buffer, offset))
      .then(() => done(null), done)
  }
  return reader
}

async function listEntries(all: AsyncIterable<Entry>): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>()
  for await (const entry of all) {
    const path = entry.fileName
    if (path.endsWith('/')) continue
    if (path === '' || path.includes('\0'))
      throw new Error(`it names a file ${JSON.stringify(path)}`)
    if (((entry.externalFileAttributes >>> 16) & FILE_TYPE) === LINK)
      throw new Error(`it holds a link, ${path}`)
    if (entries.has(path)) throw new Error(`it names ${path} twice`)
    entries.set(path, entry)
  }
  return entries
}

function damaged(file: string, cause: unknown): DataError {
  if (cause instanceof DataError) return cause
  return corrupt(file, `is not a sound zip file (${(cause as Error).message})`, cause)
}
