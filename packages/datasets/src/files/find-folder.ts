/** Finds the folder that an archive unpacks to. */
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { isFile } from './whole-file.ts'

/** A folder as its publisher names it, known by any of its files. */
export interface KnownFolder {
  readonly folder: string
  readonly files: readonly string[]
}

/**
 * The first of `known` that lies in `root`, or is `root` itself under whatever name.
 *
 * @throws DataError if there is none
 */
export async function findFolder<T extends KnownFolder>(
  root: string,
  known: readonly T[],
): Promise<{ directory: string; known: T }> {
  for (const candidate of known)
    for (const directory of [join(root, candidate.folder), root])
      for (const file of candidate.files)
        if (await isFile(join(directory, file))) return { directory, known: candidate }
  const names = known.map(({ folder }) => folder).join(' or ')
  const [first] = known.flatMap(({ files }) => files)
  throw new DataError(`holds no ${names}, nor files such as ${first}`, {
    file: root,
    remedy: `Unpack the archive there, or name the folder that holds ${names}`,
  })
}
