/** Lists the files under a folder. */
import type { Dirent, Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { DataError } from '../data-error.ts'
import { byCodePoint } from './by-code-point.ts'
import { unreadable } from './file-errors.ts'

export interface FoundFile {
  /** From the root, with `/` between folders. */
  readonly path: string
  readonly size: number
}

export interface FoundFiles {
  /** In code-point order within each folder. */
  readonly files: readonly FoundFile[]
  /** Their paths, empty ones too. */
  readonly folders: readonly string[]
  /** What systems leave behind: dot files, `__MACOSX`, `Thumbs.db`. */
  readonly hidden: readonly string[]
}

const HIDDEN = /^(\..*|__MACOSX|Thumbs\.db|desktop\.ini)$/i

/** Whether a file manager, not the publisher, put a file of this path there. */
export function isHidden(path: string): boolean {
  return path.split('/').some((name) => HIDDEN.test(name))
}

/**
 * All files under `root`, links within it followed.
 *
 * @throws DataError if a folder cannot be read, or a link leaves `root`, leads nowhere or back to a folder around it
 */
export async function walkFiles(root: string): Promise<FoundFiles> {
  const realRoot = await realpath(root).catch((cause) => {
    throw unreadable(root, cause)
  })
  const found: Found = { root, realRoot, files: [], folders: [], hidden: [] }
  await walk(found, '', [realRoot])
  return found
}

interface Found {
  readonly root: string
  readonly realRoot: string
  readonly files: FoundFile[]
  readonly folders: string[]
  readonly hidden: string[]
}

/** Adds what lies in folder `path`, whose real path and those of the folders around it are `around`. */
async function walk(found: Found, path: string, around: readonly string[]): Promise<void> {
  const folder = join(found.root, path)
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause) => {
    throw unreadable(folder, cause)
  })
  entries.sort((a, b) => byCodePoint(a.name, b.name))
  found.hidden.push(
    ...entries.filter((entry) => isHidden(entry.name)).map((entry) => path + entry.name),
  )
  const visible = entries.filter((entry) => !isHidden(entry.name))
  const facts = await Promise.all(
    visible.map((entry) => inspect(found, path, entry, around.at(-1) as string)),
  )
  for (const [i, { name }] of visible.entries()) {
    const { stats, real } = facts[i] as Facts
    if (stats.isFile()) found.files.push({ path: path + name, size: stats.size })
    else if (!stats.isDirectory()) throw refused(join(folder, name), 'is neither file nor folder')
    else if (around.includes(real))
      throw refused(join(folder, name), 'is a link to a folder around it')
    else {
      found.folders.push(path + name)
      await walk(found, `${path}${name}/`, [...around, real])
    }
  }
}

interface Facts {
  readonly stats: Stats
  readonly real: string
}

async function inspect(
  { root, realRoot }: Found,
  path: string,
  entry: Dirent,
  realFolder: string,
): Promise<Facts> {
  const file = join(root, path, entry.name)
  try {
    if (!entry.isSymbolicLink())
      return { stats: await stat(file), real: join(realFolder, entry.name) }
    const real = await realpath(file)
    if (leaves(realRoot, real)) throw refused(file, `is a link that leaves ${root}`)
    return { stats: await stat(real), real }
  } catch (cause) {
    throw unreadable(file, cause)
  }
}

function leaves(root: string, real: string): boolean {
  const way = relative(root, real)
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way)
}

function refused(file: string, problem: string): DataError {
  return new DataError(problem, { file, remedy: 'Remove it, or put what it means in its place' })
}
