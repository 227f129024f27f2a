/** Reads the tensors of a file on the disk one by one. Apart from the rest, which runs in browsers too. */
import { type FileHandle, open } from 'node:fs/promises'
import { type ByteSource, type OpenedSafetensors, openSafetensors } from './open-safetensors.ts'
import { SafetensorsError } from './safetensors-error.ts'

/** An open file, which has to be closed. */
export interface SafetensorsFile extends OpenedSafetensors {
  close(): Promise<void>
}

/** Node reads less than 2 GiB at once. */
const MAX_READ = 2 ** 30

/**
 * Opens the file at `path` and reads its header; its tensors are read when they are asked for.
 *
 * @throws SafetensorsError if a rule of the format is broken; the system's error if the file cannot be read
 */
export async function openSafetensorsFile(path: string): Promise<SafetensorsFile> {
  const handle = await open(path)
  try {
    const file = await openSafetensors(await sourceOf(handle))
    const read = (name: string) => file.read(name).catch(rethrow(path))
    return { ...file, read, close: () => handle.close() }
  } catch (error) {
    await handle.close()
    return rethrow(path)(error)
  }
}

async function sourceOf(handle: FileHandle): Promise<ByteSource> {
  const stats = await handle.stat()
  if (!stats.isFile()) throw new SafetensorsError('is not a file', { offset: 0 })
  return { byteLength: stats.size, read: (begin, end) => readRange(handle, begin, end) }
}

/** The bytes from `begin` to `end` − 1, or to the end of the file if that comes first. */
async function readRange(handle: FileHandle, begin: number, end: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(end - begin)
  let filled = 0
  while (filled < bytes.length) {
    const length = Math.min(bytes.length - filled, MAX_READ)
    const { bytesRead } = await handle.read(bytes, filled, length, begin + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

/** Throws an error again, with the path of the file where only the bytes were known. */
function rethrow(file: string): (error: unknown) => never {
  return (cause) => {
    if (!(cause instanceof SafetensorsError)) throw cause
    const { problem, offset, tensor } = cause
    throw new SafetensorsError(problem, { offset, tensor, file, cause })
  }
}
