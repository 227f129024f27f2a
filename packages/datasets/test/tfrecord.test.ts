import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32c } from '@aws-crypto/crc32c'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { openTfRecords } from '../src/formats/tfrecord.ts'
import { fileOf, temporaryFolder } from './files.ts'
import { golden, sha256 } from './medical.ts'
import { mutants } from './mutants.ts'

const fixture = join(import.meta.dirname, 'fixtures/tfrecord/kinds.tfrecord')
const bytes = new Uint8Array(readFileSync(fixture))

/** All records, whatever is wrong with the file. */
async function readAll(file: string): Promise<Uint8Array[]> {
  const records = await openTfRecords(file)
  try {
    return await Promise.all(Array.from({ length: records.count }, (_, i) => records.record(i)))
  } finally {
    await records.close()
  }
}

/** A header that claims `length` bytes, with the right checksum. */
function header(length: bigint): Buffer {
  const bytes = Buffer.alloc(12)
  bytes.writeBigUInt64LE(length)
  const crc = crc32c(bytes.subarray(0, 8))
  bytes.writeUInt32LE((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0, 8)
  return bytes
}

describe('openTfRecords', () => {
  test('reads what TensorFlow writes', async () => {
    expect((await readAll(fixture)).map(sha256)).toEqual(golden.tfrecord.records)
  })

  test('reads any record, in any order, while the file is open', async () => {
    const records = await openTfRecords(fixture)
    expect(sha256(await records.record(2))).toBe(golden.tfrecord.records[2])
    expect(sha256(await records.record(0))).toBe(golden.tfrecord.records[0])
    for (const index of [-1, 3, 0.5])
      await expect(records.record(index)).rejects.toThrow(RangeError)
    await records.close()
    await expect(records.record(0)).rejects.toThrow()
  })

  test.each([
    ['an empty file', Buffer.alloc(0), /is empty/],
    ['half a header', bytes.slice(0, 7), /ends inside the header of record 0 \(byte 0\)/],
    [
      'text',
      Buffer.from('<html>404 Not Found</html>'),
      /record 0 \(byte 0\) a length with a wrong checksum/,
    ],
    [
      'a record cut short',
      bytes.slice(0, -1),
      /ends at byte 246, inside record 2 \(byte \d+\) of \d+ bytes/,
    ],
    [
      '2⁶² bytes',
      header(2n ** 62n),
      /ends at byte 12, inside record 0 \(byte 0\) of 46116860184273\d+ bytes/,
    ],
    ['2⁶⁴ − 1 bytes', header(2n ** 64n - 1n), /ends at byte 12, inside record 0/],
    [
      'a wrong bit in the data',
      Buffer.from(bytes).fill(0, 40, 42),
      /data with a wrong checksum in record 0 \(byte 0\)/,
    ],
  ])('refuses %s', async (_, content, problem) => {
    const file = fileOf(content)
    const before = process.memoryUsage().arrayBuffers
    const error = await readAll(file).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(DataError)
    expect(error).toMatchObject({ file, message: expect.stringMatching(problem) })
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 20)
  })

  test('names a missing file', async () => {
    await expect(openTfRecords(join(temporaryFolder(), 'none'))).rejects.toThrow(
      /none: does not exist/,
    )
  })

  test('damage is found, or left some records as they were', async () => {
    const folder = temporaryFolder()
    const valid = new Set(golden.tfrecord.records)
    let read = 0
    for (const mutant of mutants(bytes, 2000, 1)) {
      const records = await readAll(fileOf(mutant, 'any', folder)).catch((error: unknown) => error)
      if (records instanceof Error) {
        expect(records).toBeInstanceOf(DataError)
        continue
      }
      read++
      for (const record of records as Uint8Array[]) expect(valid).toContain(sha256(record))
    }
    // Only a cut between records goes unseen.
    expect(read).toBeGreaterThan(0)
    expect(read).toBeLessThan(100)
  })
})
