/** The errors of reading files. */
import { DataError } from '../data-error.ts'

/** The file was read, but is not what it should be. */
export function corrupt(file: string, problem: string, cause?: unknown): DataError {
  return new DataError(problem, { file, remedy: 'Get the file again from its source', cause })
}

/** The file could not be opened or read; a DataError stays what it is. */
export function unreadable(file: string, cause: unknown): DataError {
  if (cause instanceof DataError) return cause
  const { code, message } = cause as NodeJS.ErrnoException
  const problem = code === 'ENOENT' ? 'does not exist' : `cannot be read (${code ?? message})`
  return new DataError(problem, { file, remedy: 'Check the path and its permissions', cause })
}
