/** Whether checkpoints are as they were saved. */
import { createHash } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export interface CheckpointState {
  readonly name: string
  /** What is wrong; absent if it is whole. */
  readonly problem?: string
}

const WHOLE = /^\d{6,}-step-\d+$/

/** The checkpoints below a folder, the oldest first. */
export async function examineCheckpoints(folder: string): Promise<CheckpointState[]> {
  if (!existsSync(folder)) return []
  const names = (await readdir(folder)).filter((name) => WHOLE.test(name)).sort()
  return Promise.all(
    names.map(async (name) => {
      const problem = await problemOf(join(folder, name))
      return { name, ...(problem !== undefined && { problem }) }
    }),
  )
}

/** As `sha256sum --check` would find. */
async function problemOf(folder: string): Promise<string | undefined> {
  try {
    const lines = (await readFile(join(folder, 'SHA256SUMS'), 'utf8')).trim().split('\n')
    for (const line of lines) {
      // A name without folders: no line leads out of the checkpoint.
      const [, sum, file] = /^([0-9a-f]{64}) {2}([\w.-]+)$/.exec(line) ?? []
      if (sum === undefined || file === undefined) return 'SHA256SUMS is damaged'
      if ((await sha256(join(folder, file))) !== sum) return `${file} is not what was saved`
    }
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return hash.digest('hex')
}
