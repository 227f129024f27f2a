import { join } from 'node:path'
import { expect, test } from 'vitest'
import { imageReader } from '../src/loader/image-reader.ts'
import { fileOf, temporaryFolder } from './files.ts'

const shape = [5, 1, 2, 1] as const
const bytes = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)

test.each([
  ['one array', () => bytes],
  ['arrays', () => ({ shards: [bytes.subarray(0, 6), bytes.subarray(6)], imagesPerShard: 3 })],
  [
    'files and arrays',
    () => ({
      shards: [fileOf(bytes.subarray(0, 4)), bytes.subarray(4, 8), fileOf(bytes.subarray(8))],
      imagesPerShard: 2,
    }),
  ],
])('reads images from %s in any order, and again after closing', (_, images) => {
  const reader = imageReader(images(), shape)
  const buffer = new Uint8Array(2)
  for (const index of [4, 0, 3, 1, 2, 2]) {
    expect([...reader.read(index, buffer)]).toEqual([2 * index, 2 * index + 1])
    reader.close()
  }
})

test('arrays are not copied, files are read into the buffer', () => {
  const reader = imageReader({ shards: [bytes, fileOf(bytes)], imagesPerShard: 5 }, shape)
  const buffer = new Uint8Array(2)
  expect(reader.read(1, buffer).buffer).toBe(bytes.buffer)
  expect(reader.read(6, buffer)).toBe(buffer)
})

test.each([-1, 5, 0.5, Number.NaN])('there is no image %d', (index) => {
  expect(() => imageReader(bytes, shape).read(index, new Uint8Array(2))).toThrow(RangeError)
})

test('names a file that is missing or too short', () => {
  const missing = join(temporaryFolder(), 'images.u8')
  const short = fileOf(bytes.subarray(0, 3))
  const { read } = imageReader({ shards: [missing, short], imagesPerShard: 5 }, shape)
  const buffer = new Uint8Array(2)
  expect(() => read(2, buffer)).toThrow(`${missing}: image 2 cannot be read (ENOENT)`)
  expect(() => read(6, buffer)).toThrow(`${short}: the file ends before byte 4, the end of image 6`)
})
