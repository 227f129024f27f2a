/** The files of images of a cached part. */
import { open, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DataError } from '../data-error.ts'
import { hashFile } from '../files/durable-files.ts'
import { unreadable } from '../files/file-errors.ts'
import { sharedBytes } from '../shared-bytes.ts'
import { type ImageShape, imageBytes, type ManifestPart, shardsOf } from './cache-layout.ts'

// Node reads at most 2 GiB at once; less keeps its threads free for others.
const CHUNK_BYTES = 2 ** 26

/**
 * The paths of the shards of a part.
 *
 * @param verify whether to read them and check their sums
 * @throws DataError if one is missing, of the wrong size or, if that is checked, damaged
 */
export async function findShards(
  folder: string,
  { count, shards }: ManifestPart,
  shape: ImageShape,
  verify: boolean,
): Promise<string[]> {
  const files: string[] = []
  for (const [i, { name, start, end }] of shardsOf(count, shape).entries()) {
    const file = join(folder, name)
    const { size } = await stat(file).catch((cause) => {
      throw unreadable(file, cause)
    })
    const expected = (end - start) * imageBytes(shape)
    if (size !== expected) throw damaged(file, `has ${size} bytes instead of ${expected}`)
    if (verify && (await hashFile(file)) !== shards[i])
      throw damaged(file, 'does not agree with its checksum')
    files.push(file)
  }
  return files
}

/** The bytes of a file, in shared memory. */
export async function loadShard(file: string): Promise<Uint8Array> {
  const handle = await open(file)
  try {
    const bytes = sharedBytes((await handle.stat()).size)
    for (let at = 0; at < bytes.length; ) {
      const { bytesRead } = await handle.read(bytes.subarray(at, at + CHUNK_BYTES), {
        position: at,
      })
      if (bytesRead === 0) throw damaged(file, `ends at byte ${at} of ${bytes.length}`)
      at += bytesRead
    }
    return bytes
  } finally {
    await handle.close()
  }
}

/** The error for a file of a cache that is not as it was written. */
export function damaged(file: string, problem: string): DataError {
  return new DataError(problem, { file, remedy: 'Prepare the data again' })
}
