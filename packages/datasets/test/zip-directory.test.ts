import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import { openZipDirectory, STORED } from '../src/formats/zip-directory.ts'
import { fileOf } from './files.ts'
import { fixture } from './fixtures.ts'

const file = fixture('medmnist', 'pathmnist_8.npz')

/** A copy whose first entry has other bytes from `at` of its record in the directory on. */
function withRecord(at: number, piece: Uint8Array): string {
  const bytes = readFileSync(file)
  bytes.set(piece, bytes.indexOf('PK\x01\x02') + at)
  return fileOf(bytes)
}

/** A copy in which ZIP64's locator names byte `offset`. */
function withLocator(offset: bigint): string {
  const bytes = readFileSync(file)
  const locator = Buffer.alloc(20)
  locator.write('PK\x06\x07')
  locator.writeBigUInt64LE(offset, 8)
  return fileOf(Buffer.concat([bytes.subarray(0, -22), locator, bytes.subarray(-22)]))
}

describe('openZipDirectory', () => {
  test('says where the data of entries start', async () => {
    const { entries, dataStart, close } = await openZipDirectory(file)
    const entry = entries.get('test_labels.npy')!
    expect(entry.compressionMethod).toBe(STORED)
    const start = await dataStart(entry)
    expect(readFileSync(file).toString('latin1', start, start + 6)).toBe('\x93NUMPY')
    await close()
  })

  test.each<[string, () => string, RegExp]>([
    [
      'a link',
      () => withRecord(38, Buffer.from([0, 0, 0xff, 0xa1])),
      /holds a link, train_images\.npy/,
    ],
    [
      'a name with a zero',
      () => withRecord(46, Buffer.from([0])),
      /names a file "\\u0000rain_images\.npy"/,
    ],
    [
      'an absolute path',
      () => withRecord(46, Buffer.from('/')),
      /absolute path: \/rain_images\.npy/,
    ],
    ['a path upwards', () => withRecord(46, Buffer.from('../')), /invalid relative path/],
    ['a directory at 2⁶²', () => withLocator(2n ** 62n), /points to byte 4611686018427388000 of/],
    ['a directory at 2⁶⁴ − 1', () => withLocator(2n ** 64n - 1n), /points to byte/],
  ])('refuses %s', async (_, damage, problem) => {
    const damaged = damage()
    await expect(openZipDirectory(damaged)).rejects.toThrow(DataError)
    await expect(openZipDirectory(damaged)).rejects.toThrow(problem)
  })

  test('refuses data outside the file', async () => {
    const offset = Buffer.from([0xfe, 0xff, 0xff, 0xff])
    const { entries, dataStart, close } = await openZipDirectory(withRecord(42, offset))
    const entry = entries.get('train_images.npy')!
    await expect(dataStart(entry)).rejects.toThrow(/is not a sound zip file \(it points to byte/)
    await close()
  })
})
