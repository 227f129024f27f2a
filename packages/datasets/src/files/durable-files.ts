/** Writes files so that they survive whatever ends the process or the machine. */
import { createHash } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { type FileHandle, open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'

/** Puts `content` into `file`: afterwards, and at any moment before, it holds the new or the old content wholly. */
export async function replaceFile(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.tmp`
  await withFile(temporary, 'w', async (handle) => {
    await handle.writeFile(content)
    await handle.sync()
  })
  await durableRename(temporary, file)
}

/** Renames a file or folder; when this returns, the new name is on the disk. */
export async function durableRename(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncFolder(dirname(to))
}

/** Writes `bytes` at `position` of a file, which is made if it is missing; when this returns, they are on the disk. */
export async function writeAt(file: string, position: number, bytes: Uint8Array): Promise<void> {
  await withFile(file, constants.O_RDWR | constants.O_CREAT, async (handle) => {
    for (let written = 0; written < bytes.length; ) {
      const rest = bytes.subarray(written)
      written += (await handle.write(rest, 0, rest.length, position + written)).bytesWritten
    }
    await handle.datasync()
  })
  // Then the file may be new.
  if (position === 0) await syncFolder(dirname(file))
}

/** The SHA-256 of a file's content, in hexadecimal. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file, { highWaterMark: 2 ** 20 }), hash)
  return hash.digest('hex')
}

/** The SHA-256 of `content`, in hexadecimal. */
export function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/** Brings the names of a folder's files to the disk. */
async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders, and writes names down by itself.
  if (process.platform !== 'win32') await withFile(folder, 'r', async (handle) => handle.sync())
}

async function withFile(
  file: string,
  flags: string | number,
  use: (handle: FileHandle) => Promise<void>,
): Promise<void> {
  const handle = await open(file, flags)
  try {
    await use(handle)
  } finally {
    await handle.close()
  }
}
