/** A file that grows by whole pieces. */
import { closeSync, fstatSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

export interface AppendFile {
  /**
   * Adds `bytes` at the end. If that fails halfway, the rest of what was written is cut off before the next piece.
   *
   * @throws Error of the system, e.g. ENOSPC
   */
  append(bytes: Uint8Array): void
  /** When this returns, all of the file is on the disk. */
  sync(): void
  close(): void
}

/**
 * @param flags 'a', or 'ax' for a file that must be new
 * @throws Error of the system
 */
export function openForAppending(path: string, flags: 'a' | 'ax' = 'a'): AppendFile {
  const file = openSync(path, flags)
  let { size } = fstatSync(file)
  // A new file is on the disk only when its name is, too.
  if (size === 0) syncFolder(dirname(path))
  let torn = false
  return {
    append(bytes) {
      if (torn) ftruncateSync(file, size)
      torn = true
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      size += bytes.length
      torn = false
    },
    sync: () => fsyncSync(file),
    close: () => closeSync(file),
  }
}

function syncFolder(folder: string): void {
  // Windows opens no folders, and writes names down by itself.
  if (process.platform === 'win32') return
  const handle = openSync(folder, 'r')
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
