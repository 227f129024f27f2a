/** Reads small files at once. */
import { readFile, stat } from 'node:fs/promises'
import { corrupt, unreadable } from './file-errors.ts'

const MAX_BYTES = 2 ** 28

/**
 * The bytes of a file.
 *
 * @throws DataError if it is missing, unreadable, not a file, or larger than 256 MiB
 */
export async function readWholeFile(file: string): Promise<Buffer> {
  try {
    const found = await stat(file)
    if (!found.isFile()) throw corrupt(file, 'is not a file')
    if (found.size > MAX_BYTES)
      throw corrupt(file, `has ${found.size} bytes, more than any file of its kind (${MAX_BYTES})`)
    return await readFile(file)
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

/**
 * The lines of a text file, without empty ones: one class name each.
 *
 * @throws DataError as {@link readWholeFile}
 */
export async function readLines(file: string): Promise<string[]> {
  const lines = (await readWholeFile(file)).toString('utf8').split('\n')
  return lines.map((line) => line.trim()).filter(Boolean)
}

/** Whether there is a file (not a folder) at `path`. */
export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
