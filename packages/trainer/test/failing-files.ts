/** A file system that counts the calls of a save and fails at one of them. */
import * as nodeFiles from 'node:fs/promises'
import type { FileSystem } from '../src/index.ts'

/** `'power loss'`: nothing that comes after the call happens either. */
export type Failure = 'error' | 'short write' | 'power loss'

/** @param at number of the call that fails, counted from 0 */
export function failingFiles(at: number, how: Failure): { files: FileSystem; calls: string[] } {
  const calls: string[] = []
  let isOff = false
  /** Counts a call; true if it is the one. */
  const count = (name: string) => {
    if (isOff) throw new Error('the machine is off')
    calls.push(name)
    return calls.length - 1 === at
  }
  const fail = (name: string) => {
    isOff = how === 'power loss'
    const code = name === 'sync' ? 'EIO' : 'ENOSPC'
    throw Object.assign(new Error(`${name} failed`), { code })
  }
  const guard = (name: string) => {
    if (count(name) && how !== 'short write') fail(name)
  }
  const guarded =
    <Arguments extends readonly unknown[], Result>(
      name: string,
      f: (...args: Arguments) => Promise<Result>,
    ) =>
    async (...args: Arguments) => {
      guard(name)
      return f(...args)
    }
  const wrap = (handle: nodeFiles.FileHandle) => ({
    async write(part: Uint8Array, from: number) {
      if (!count('write')) return handle.write(part, from)
      const result = await handle.write(part, from, Math.ceil((part.length - from) / 2))
      return how === 'short write' ? result : fail('write')
    },
    sync: guarded('sync', () => handle.sync()),
    close: () => handle.close(),
  })
  const files = {
    ...nodeFiles,
    mkdir: guarded('mkdir', nodeFiles.mkdir),
    open: guarded('open', async (path: string, flags: string) =>
      wrap(await nodeFiles.open(path, flags)),
    ),
    rename: guarded('rename', nodeFiles.rename),
    rm: guarded('rm', nodeFiles.rm),
  }
  return { files: files as unknown as FileSystem, calls }
}
