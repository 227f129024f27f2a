/** Reads pieces of files. */
import { type FileHandle, open } from 'node:fs/promises'
import { corrupt, unreadable } from './file-errors.ts'

/** No single image or label is larger; what claims to be, is corrupt. */
export const MAX_ITEM_BYTES: number = 2 ** 28

/** What `use` makes of the open `file`, which is closed afterwards. */
export async function withFile<T>(
  file: string,
  use: (handle: FileHandle, size: number) => Promise<T>,
): Promise<T> {
  const handle = await openFile(file)
  try {
    return await use(handle, (await handle.stat()).size)
  } finally {
    await handle.close()
  }
}

/** @throws DataError if there is no such file, or it may not be read, or it is a folder or a device */
export async function openFile(file: string): Promise<FileHandle> {
  const handle = await open(file).catch((cause: unknown) => {
    throw unreadable(file, cause)
  })
  if ((await handle.stat()).isFile()) return handle
  await handle.close()
  throw corrupt(file, 'is not a file')
}

/** @throws DataError if the file ends before `length` bytes are read */
export async function readRange(
  handle: FileHandle,
  start: number,
  length: number,
  file: string,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled)
    if (bytesRead === 0)
      throw corrupt(file, `ends at byte ${start + filled} instead of ${start + length}`)
    filled += bytesRead
  }
  return bytes
}
