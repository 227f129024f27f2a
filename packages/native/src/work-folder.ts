/** Temporary folders beside their destination, so that what is finished moves into place by a rename. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join } from 'node:path'

// The process id at the end tells a later run whether the owner still lives; on a shared disk, only on its host.
const PREFIX = `.deepauc-${hostname()}-`

/** Runs `task` with a new empty folder in `parent`, and removes that folder and those of runs that died. */
export async function inWorkFolder<T>(
  parent: string,
  task: (folder: string) => Promise<T>,
): Promise<T> {
  await mkdir(parent, { recursive: true })
  await sweep(parent)
  const folder = await mkdtemp(join(parent, `${PREFIX}${process.pid}-`))
  try {
    return await task(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Gives `made`, a file or folder inside the work folder, the place of `target`. */
export async function moveInto(target: string, made: string): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  // A folder cannot be renamed over a full one.
  if (existsSync(target)) await rename(target, `${made}.old`)
  await rename(made, target)
}

async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(PREFIX)) continue
    const owner = Number.parseInt(name.slice(PREFIX.length), 10)
    if (!isAlive(owner)) await rm(join(parent, name), { recursive: true, force: true })
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
