import { cpSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DataError } from '../src/data-error.ts'
import type { StoredImage } from '../src/source.ts'
import { readDdsm } from '../src/sources/ddsm.ts'
import { temporaryFolder } from './files.ts'
import { golden, sha256 } from './medical.ts'

const fixture = join(import.meta.dirname, 'fixtures/ddsm')

function copy(): string {
  const root = temporaryFolder()
  cpSync(fixture, root, { recursive: true })
  return root
}

/** The bytes of an npy file with a header of version 1. */
function npy(type: string, shape: string, data: Uint8Array): Buffer {
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape}), }\n`
  const length = Buffer.alloc(2)
  length.writeUInt16LE(header.length)
  return Buffer.concat([
    Buffer.from('\x93NUMPY\x01\x00', 'latin1'),
    length,
    Buffer.from(header),
    data,
  ])
}

describe('readDdsm', () => {
  test('reads the records for training, both arrays for testing', async () => {
    const source = await readDdsm(fixture, { classes: 5 })
    expect(source.notes).toEqual([
      'Part "train" has 3 images; as published it has 55890.',
      'Part "test" has 3 images; as published it has 15364.',
    ])
    for (const name of ['train', 'test'] as const) {
      const part = source.parts[name]!
      expect([...part.labels]).toEqual(golden.ddsm[name].labels)
      expect(part.classNames).toHaveLength(5)
      for (const [i, expected] of golden.ddsm[name].images.entries()) {
        const image = (await part.image(i)) as Extract<StoredImage, { pixels: unknown }>
        expect(image.shape).toEqual([299, 299, 1])
        expect(sha256(image.pixels)).toBe(expected)
      }
      await expect(part.image(3)).rejects.toThrow(RangeError)
    }
    expect(source.parts.train?.id(2)).toBe('training10_1.tfrecords, record 0')
    expect(source.parts.test?.id(2)).toBe('test10_data.npy, image 1')
    await source.close()
    await expect(source.parts.train!.image(0)).rejects.toThrow()
  })

  test('tells abnormal from negative, as the paper does', async () => {
    const { parts, close } = await readDdsm(fixture)
    expect(parts.train?.classNames).toEqual(['negative', 'abnormal'])
    expect([...parts.train!.labels, ...parts.test!.labels]).toEqual([0, 1, 1, 1, 0, 1])
    await close()
  })

  test('reads arrays of other types', async () => {
    const root = copy()
    const file = join(root, 'cv10_data/cv10_data.npy')
    const pixels = new Uint8Array(readFileSync(file)).slice(-299 * 299)
    const floats = Buffer.from(Float32Array.from(pixels).buffer)
    writeFileSync(file, npy('<f4', '1, 299, 299', floats))
    const { parts, close } = await readDdsm(root)
    const image = (await parts.test!.image(0)) as { pixels: Uint8Array }
    expect(sha256(image.pixels)).toBe(golden.ddsm.test.images[0])
    await close()
  })

  test('reads what is there, and says what is not', async () => {
    const root = copy()
    rmSync(join(root, 'training10_0'), { recursive: true })
    rmSync(join(root, 'training10_1.tfrecords'))
    const { parts, notes, close } = await readDdsm(root)
    expect(Object.keys(parts)).toEqual(['test'])
    expect(notes[0]).toBe('There is no part "train", of 55890 images.')
    await close()
  })

  test.each<[string, (root: string) => void, RegExp]>([
    [
      'an empty folder',
      (root) => rmSync(root, { recursive: true }),
      /holds no training10_0\.tfrecords, nor/,
    ],
    [
      'half a test set',
      (root) => rmSync(join(root, 'test10_data'), { recursive: true }),
      /holds no test10_data\/test10_data\.npy, which the test set needs/,
    ],
    [
      'data without labels',
      (root) => rmSync(join(root, 'cv10_data/cv10_labels.npy')),
      /holds no cv10_labels\.npy, which/,
    ],
    [
      'labels of other data',
      (root) => renameSync(join(root, 'test10_labels.npy'), join(root, 'cv10_labels.npy')),
      /cv10_labels\.npy: holds 2 labels for 1 images|holds no test10_labels/,
    ],
    [
      'a record cut short',
      (root) => truncateSync(join(root, 'training10_1.tfrecords'), 5000),
      /ends at byte 5000, inside record 0/,
    ],
    [
      'an array cut short',
      (root) => truncateSync(join(root, 'test10_data/test10_data.npy'), 5000),
      /ends at byte 5000/,
    ],
    [
      'a class too many',
      (root) =>
        writeFileSync(join(root, 'test10_labels.npy'), npy('|u1', '2,', Uint8Array.of(1, 5))),
      /test10_labels\.npy: gives class 5 \(row 1\)/,
    ],
    [
      'a class too few',
      (root) => writeFileSync(join(root, 'test10_labels.npy'), npy('|u1', '1,', Uint8Array.of(1))),
      /holds 1 labels for 2 images/,
    ],
    [
      'images of another size',
      (root) =>
        writeFileSync(
          join(root, 'cv10_data/cv10_data.npy'),
          npy('|u1', '1, 2, 2, 1', new Uint8Array(4)),
        ),
      /holds 1 × 2 × 2 × 1 numbers, not n × 299 × 299/,
    ],
    [
      'records of another kind',
      (root) =>
        cpSync(join(fixture, '../tfrecord/kinds.tfrecord'), join(root, 'training10_2.tfrecords')),
      /training10_2\.tfrecords: has 0 byte strings instead of one under "image" in record 0/,
    ],
  ])('refuses %s', async (_, damage, problem) => {
    const root = copy()
    damage(root)
    const reading = readDdsm(root)
    await expect(reading).rejects.toThrow(DataError)
    await expect(reading).rejects.toThrow(problem)
  })
})
