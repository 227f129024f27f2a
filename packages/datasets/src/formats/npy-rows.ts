/** Reads single rows of arrays too large for memory. */

import { openFile, readRange } from '../files/read-range.ts'
import type { NpyHeader } from './npy-header.ts'
import type { NpySource } from './npy-source.ts'

/** An open array of bytes. */
export interface NpyRows {
  /** The elements with first index `index`. @throws DataError if they cannot be read */
  row(index: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** Whether the rows of an array lie on the disk as they are needed: plain bytes, row-major and not compressed. */
export function hasPlainRows({ place }: NpySource, { type, columnMajor }: NpyHeader): boolean {
  return place !== undefined && type === 'u1' && !columnMajor
}

/**
 * @param source one for which {@link hasPlainRows} holds
 * @throws DataError if it cannot be opened
 */
export async function openNpyRows(source: NpySource, header: NpyHeader): Promise<NpyRows> {
  const { path, start } = source.place ?? { path: source.file, start: 0 }
  const handle = await openFile(path)
  const size = header.count / (header.shape[0] as number)
  return {
    row: (index) => readRange(handle, start + header.start + index * size, size, path),
    close: () => handle.close(),
  }
}
