/** Reads TFRecord, TensorFlow's file format for sequences of byte strings. */
import type { FileHandle } from 'node:fs/promises'
import { crc32c } from '@aws-crypto/crc32c'
import { corrupt } from '../files/file-errors.ts'
import { MAX_ITEM_BYTES, openFile, readRange } from '../files/read-range.ts'

/** An open file. */
export interface TfRecordFile {
  readonly count: number
  /**
   * The bytes of record `index`.
   *
   * @throws DataError if they do not have their checksum
   * @throws RangeError if there is no such record
   */
  record(index: number): Promise<Uint8Array>
  close(): Promise<void>
}

/** A length of 8 bytes and its checksum; after the data comes theirs. */
const HEADER_BYTES = 12
const CHECKSUM_BYTES = 4

/**
 * Finds all records by going from length to length, without reading what lies between.
 *
 * @throws DataError if the file is missing or empty, a length does not have its checksum, or the file ends inside a
 * record
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord
 */
export async function openTfRecords(file: string): Promise<TfRecordFile> {
  const handle = await openFile(file)
  try {
    const starts = await findRecords(handle, file)
    return {
      count: starts.length - 1,
      record: (index) => readRecord(handle, starts, index, file),
      close: () => handle.close(),
    }
  } catch (cause) {
    await handle.close()
    throw cause
  }
}

/** Where each record starts, and where the last one ends. */
async function findRecords(handle: FileHandle, file: string): Promise<number[]> {
  const { size } = await handle.stat()
  const starts = [0]
  for (let start = 0; start < size; starts.push(start)) {
    const place = `record ${starts.length - 1} (byte ${start})`
    if (start + HEADER_BYTES > size) throw corrupt(file, `ends inside the header of ${place}`)
    const header = await readRange(handle, start, HEADER_BYTES, file)
    if (masked(header.subarray(0, 8)) !== header.readUInt32LE(8))
      throw corrupt(file, `gives ${place} a length with a wrong checksum`)
    const length = Number(header.readBigUInt64LE())
    start += HEADER_BYTES + length + CHECKSUM_BYTES
    if (start > size)
      throw corrupt(file, `ends at byte ${size}, inside ${place} of ${length} bytes`)
    if (length > MAX_ITEM_BYTES)
      throw corrupt(file, `holds ${length} bytes in ${place}, too many for one record`)
  }
  if (size === 0) throw corrupt(file, 'is empty')
  return starts
}

async function readRecord(
  handle: FileHandle,
  starts: readonly number[],
  index: number,
  file: string,
): Promise<Uint8Array> {
  const [start, end] = [starts[index], starts[index + 1]]
  if (start === undefined || end === undefined)
    throw new RangeError(`there is no record ${index} among ${starts.length - 1}`)
  const bytes = await readRange(handle, start + HEADER_BYTES, end - start - HEADER_BYTES, file)
  const data = bytes.subarray(0, -CHECKSUM_BYTES)
  if (masked(data) !== bytes.readUInt32LE(data.length))
    throw corrupt(file, `holds data with a wrong checksum in record ${index} (byte ${start})`)
  return data
}

/** CRC-32C, changed so that a checksum of data that hold checksums stays a good one. */
function masked(bytes: Uint8Array): number {
  const crc = crc32c(bytes)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
