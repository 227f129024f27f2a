/** Files that nobody sees half written. */
import { randomUUID } from 'node:crypto'
import { renameSync, rmSync, writeFileSync } from 'node:fs'

/** The file appears complete and safe on the disk, or not at all, also where several processes write it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  // In containers, processes that share the disk may have one number.
  const own = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(own, content, { flush: true })
    renameSync(own, path)
  } catch (error) {
    rmSync(own, { force: true })
    throw error
  }
}
